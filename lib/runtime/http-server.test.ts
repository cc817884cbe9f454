import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { listen, type HttpServer } from "./http-server.ts";

let http: HttpServer;
afterEach(() => http.stop(0));

/** As a client sends it: `fetch` would repair the path. */
const ask = (path: string) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request({ host: "127.0.0.1", port: http.port, path }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    })
      .on("error", reject)
      .end();
  });

it("refuses a path that cannot be decoded, and passes on every other", async () => {
  http = await listen({ port: 0, https: false, development: false });
  http.setHandler((asked, response) => {
    response.end(`answered ${asked.url}`);
    return Promise.resolve();
  });
  expect(await ask("/api/v1/phone-numbers/%E0%A4%A")).toMatchObject({
    status: 400,
    text: expect.stringContaining('"path":"path"') as string,
  });
  expect(await ask("/sources/%c3%a9?q=100%")).toEqual({
    status: 200,
    text: "answered /sources/%c3%a9?q=100%",
  });
});
