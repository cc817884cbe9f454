import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from "./guarded-http.ts";

let server: Server;
let requests: { headers: IncomingMessage["headers"]; body: string }[];
let answer: RequestListener;
const clients: GuardedHttp[] = [];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests.push({ headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await Promise.all([
    new Promise((resolve) => server.close(resolve)),
    ...clients.splice(0).map((client) => client.close()),
  ]);
});

const port = () => (server.address() as AddressInfo).port;
const url = (path = "/hook") => `http://127.0.0.1:${port()}${path}`;
function client(options: Partial<GuardedHttpOptions> = {}): GuardedHttp {
  const made = createGuardedHttp({ allow: ["127.0.0.0/8"], timeoutMs: 5_000, ...options });
  clients.push(made);
  return made;
}
const message = { headers: { "content-type": "application/json", "x-key": "k" }, body: '{"name":"Grüße"}' };

describe("createGuardedHttp", () => {
  it("posts headers and body as given, on a connection of its own", async () => {
    answer = (_request, response) => response.end("ok");
    const outcome = await client().post(url(), message);
    expect(outcome).toEqual({ kind: "response", status: 200, body: "ok", retryAfterSeconds: null });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toBe(message.body);
    expect(requests[0]?.headers).toMatchObject({ "x-key": "k", connection: "close" });
  });

  it.each([200, 204, 301, 302, 307, 400, 404, 410, 429, 500, 503])("reports %i as it is", async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: url("/elsewhere") }).end();
    expect(await client().post(url(), message)).toMatchObject({ kind: "response", status });
    // F57: a redirect is not followed.
    expect(requests).toHaveLength(1);
  });

  it("F52 reads Retry-After in seconds and as a date", async () => {
    const now = () => new Date("2026-05-04T10:00:00Z");
    let header = "17";
    answer = (_request, response) => response.writeHead(429, { "retry-after": header }).end();
    expect(await client({ now }).post(url(), message)).toMatchObject({ retryAfterSeconds: 17 });
    header = "Mon, 04 May 2026 10:00:40 GMT";
    expect(await client({ now }).post(url(), message)).toMatchObject({ retryAfterSeconds: 40 });
  });

  it("F57 reads 64 KB of an endless answer and hangs up", async () => {
    const closed = new Promise((resolve) => {
      answer = (_request, response) => {
        response.writeHead(200, { "content-length": String(1024 ** 3) });
        const chunk = Buffer.alloc(16_384, "x");
        const pump = () => {
          while (response.write(chunk));
        };
        response.on("drain", pump);
        response.on("close", resolve);
        pump();
      };
    });
    const outcome = await client().post(url(), message);
    expect(outcome).toMatchObject({ kind: "response", status: 200, body: "x".repeat(65_536) });
    await closed;
  });

  it("F57 an answer of one byte now and then is cut at the deadline, its status kept", async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    };
    const outcome = await client({ timeoutMs: 150 }).post(url(), message);
    expect(outcome).toMatchObject({ kind: "response", status: 200 });
    expect(outcome.kind === "response" && /^\.{1,8}$/.test(outcome.body)).toBe(true);
  });

  it("F54 a receiver that never answers is a timeout", async () => {
    answer = () => undefined;
    const outcome = await client({ timeoutMs: 100 }).post(url(), message);
    expect(outcome).toEqual({ kind: "timeout", reason: "no answer within 1 s" });
  });

  it("F57 headers of one byte now and then are a timeout", async () => {
    answer = (request) => {
      request.socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => request.socket.write("x"), 20);
      request.socket.on("close", () => clearInterval(timer));
    };
    expect((await client({ timeoutMs: 150 }).post(url(), message)).kind).toBe("timeout");
  });

  it("a name look-up that never ends is a timeout", async () => {
    const never = client({ timeoutMs: 100, resolve: () => new Promise(() => undefined) });
    expect((await never.post("https://hooks.example.com/", message)).kind).toBe("timeout");
  });

  it("F54 a reset after the body was sent is a network error", async () => {
    answer = (request) => request.socket.resetAndDestroy();
    const outcome = await client().post(url(), message);
    expect(outcome).toEqual({ kind: "network-error", reason: "the connection was cut" });
    expect(requests).toHaveLength(1);
  });

  it("a closed port, an answer that is not HTTP and a wrong certificate are network errors", async () => {
    const free = url();
    await new Promise((resolve) => server.close(resolve));
    expect(await client().post(free, message)).toEqual({
      kind: "network-error",
      reason: "the connection was refused",
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    answer = (request) => request.socket.end("SSH-2.0-OpenSSH\r\n");
    expect((await client().post(url(), message)).kind).toBe("network-error");
    expect((await client().post(url().replace("http:", "https:"), message)).kind).toBe("network-error");
  });

  it("headers that cannot be sent are reported, not thrown", async () => {
    const outcome = await client().post(url(), { headers: { "x-key": "a\r\nb: c" }, body: "" });
    expect(outcome.kind).toBe("network-error");
    expect(requests).toHaveLength(0);
  });

  it("reaches a listed private name, plain http and odd port included", async () => {
    answer = (_request, response) => response.end("ok");
    const http = client({
      allow: [`hooks.example.com:${port()}`],
      resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    });
    const outcome = await http.post(`http://hooks.example.com:${port()}/`, message);
    expect(outcome).toMatchObject({ kind: "response", status: 200 });
    expect(requests[0]?.headers.host).toBe(`hooks.example.com:${port()}`);
  });
});
