import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach } from "vitest";

/** The only key that the double accepts. */
export const apiKey = "sgk_default_1_secret";

type Planned =
  { readonly status?: number; readonly body: unknown } | (() => { status?: number; body: unknown });

export interface ApiDouble {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: { readonly route: string; readonly type: string | undefined; readonly body: string }[];
  /** Answers by "METHOD /path?query". */
  readonly answers: Map<string, Planned>;
  readonly plan: (route: string, body: unknown, status?: number) => void;
}

/** Plays the HTTP API of Staygreen for a test file: a new server for each test. Routes without a plan are 404. */
export function apiDouble(): ApiDouble {
  let server: Server | null = null;
  let url = "";
  const answers: ApiDouble["answers"] = new Map();
  const asked: ApiDouble["asked"] = [];
  beforeEach(async () => {
    answers.clear();
    asked.length = 0;
    const started = createServer((request, response) => {
      void readAll(request).then((body) => {
        const route = `${request.method ?? ""} ${request.url ?? ""}`;
        asked.push({ route, type: request.headers["content-type"], body });
        const planned = answers.get(route);
        const answer = typeof planned === "function" ? planned() : planned;
        const allowed = request.url === "/readyz" || request.headers.authorization === `Bearer ${apiKey}`;
        const { status = 200, body: content } = !allowed
          ? { status: 401, body: problem(401, "Sign in, or send an API key.") }
          : (answer ?? { status: 404, body: problem(404, "There is no such route.") });
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
      });
    });
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
    server = started;
  });
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });
  return {
    get url() {
      return url;
    },
    asked,
    answers,
    plan: (route, body, status = 200) => {
      answers.set(route, { body, status });
    },
  };
}

/** A refusal as the API writes it. */
export function problem(status: number, detail: string, errors?: object[]): object {
  return { type: "about:blank", title: "Refused", status, detail, ...(errors && { errors }) };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
