import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createHeartbeat } from "./ping-heartbeat.ts";

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  server = null;
});

async function watchThat(answers: RequestListener): Promise<string> {
  const listening = createServer(answers);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/ping/c0ffee-secret`;
}

describe("the sign of life to an outside watch", () => {
  it("is one GET of the whole address", async () => {
    const asked: string[] = [];
    const url = await watchThat((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end("OK");
    });
    expect(await createHeartbeat(url)()).toEqual({ ok: true, detail: "HTTP 200" });
    expect(asked).toEqual(["GET /ping/c0ffee-secret"]);
  });

  it.each([404, 410, 500])("%i is a failure", async (status) => {
    const url = await watchThat((_request, response) => response.writeHead(status).end());
    expect(await createHeartbeat(url)()).toEqual({ ok: false, detail: `HTTP ${status}` });
  });

  it("a redirect is a failure and is not followed", async () => {
    let asked = 0;
    const url = await watchThat((_request, response) => {
      asked++;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await createHeartbeat(url)()).toEqual({ ok: false, detail: "HTTP 302" });
    expect(asked).toBe(1);
  });

  it("silence and nobody at home end in words without the address", async () => {
    const url = await watchThat(() => undefined);
    const silent = await createHeartbeat(url, { timeoutMs: 50 })();
    expect(silent).toEqual({ ok: false, detail: "no answer within 1 s" });
    server?.closeAllConnections();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    server = null;
    const gone = await createHeartbeat(url)();
    expect(gone).toEqual({ ok: false, detail: "the connection was refused" });
    expect(JSON.stringify([silent, gone])).not.toContain("secret");
  });
});
