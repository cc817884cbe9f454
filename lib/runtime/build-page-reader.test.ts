import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { buildPageReader, type BuiltPageReader } from "./build-page-reader.ts";

const servers: Server[] = [];
const readers: BuiltPageReader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function given(
  answer: RequestListener,
  limits: { timeoutMs?: number; mostBytes?: number } = {},
): Promise<{ read: (path: string) => ReturnType<BuiltPageReader["read"]>; base: string }> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  // The double's port only: all else of this machine stays refused.
  const reader = buildPageReader({
    allow: [`shop.example:${port}`],
    resolve: (hostname) =>
      Promise.resolve([{ address: hostname === "shop.example" ? "127.0.0.1" : "10.0.0.8", family: 4 }]),
    ...limits,
  });
  readers.push(reader);
  const base = `http://shop.example:${port}`;
  return { read: (path) => reader.read(base + path), base };
}

const html = { "content-type": "text/html; charset=utf-8" };

describe("reading a public page", () => {
  it("gives the page and where it was found, names itself, and sends nothing else", async () => {
    const seen: object[] = [];
    const { read, base } = await given(({ url, headers, method }, response) => {
      seen.push({ url, method, ...headers });
      if (url === "/old") response.writeHead(302, { location: "/new?a=1", "set-cookie": "a=b" }).end();
      else response.writeHead(200, html).end("<p>Grüße</p>");
    });
    expect(await read("/old")).toEqual({
      kind: "page",
      address: `${base}/new?a=1`,
      isHtml: true,
      body: "<p>Grüße</p>",
    });
    expect(seen).toHaveLength(2);
    expect(Object.keys(seen[1] ?? {}).sort()).toEqual(
      ["accept", "accept-encoding", "connection", "host", "method", "url", "user-agent"].sort(),
    );
    expect(seen[1]).toMatchObject({
      method: "GET",
      "user-agent": expect.stringContaining("Staygreen") as string,
    });
  });

  it.each([
    ["latin1", "text/html; charset=iso-8859-1", Buffer.from("Grüße", "latin1")],
    ["a page that says it itself", "text/html", Buffer.from('<meta charset="windows-1252">Grüße', "latin1")],
    ["UTF-16", "text/plain", Buffer.from("\ufeffGrüße", "utf16le")],
    ["a charset that nobody knows", "text/plain; charset=x-none", Buffer.from("Grüße")],
  ])("reads %s", async (_name, type, bytes) => {
    const { read } = await given((_, response) =>
      response.writeHead(200, { "content-type": type }).end(bytes),
    );
    expect(await read("/")).toMatchObject({ body: expect.stringContaining("Grüße") as string });
  });

  it.each([
    ["an address of this machine", "http://127.0.0.1/"],
    ["IPv6 of this machine", "http://[::1]/"],
    ["a private address", "https://192.168.0.1/"],
    ["the metadata of a cloud", "http://169.254.169.254/latest/meta-data/"],
    ["IPv4 inside IPv6", "http://[::ffff:10.0.0.1]/"],
    ["a unique local address", "http://[fd00::1]/"],
    ["another port", "https://example.com:8443/"],
    ["another scheme", "file:///etc/passwd"],
    ["a password", "https://a:b@example.com/"],
    ["a name that leads to a private address", "https://inside.example/"],
  ])("F57 does not follow a redirect to %s", async (_name, location) => {
    let asked = 0;
    const { read } = await given((_, response) => {
      asked += 1;
      response.writeHead(301, { location }).end();
    });
    const outcome = await read("/");
    expect(outcome).toMatchObject({ kind: "failed", failure: "refused" });
    // Whoever names a page must not learn which private address a name has.
    expect(JSON.stringify(outcome)).not.toContain("10.0.0.8");
    expect(asked).toBe(1);
  });

  it("F57 judges the address that it connects to, at every request anew", async () => {
    // The first look-up is public; the second leads inside.
    const answers = ["127.0.0.1", "10.0.0.8"];
    let resolved = 0;
    const reader = buildPageReader({
      // 127.0.0.1 stands for a public address.
      allow: ["127.0.0.1"],
      resolve: () => Promise.resolve([{ address: answers[resolved++] ?? "10.0.0.9", family: 4 }]),
    });
    readers.push(reader);
    expect(await reader.read("http://shop.example/")).toMatchObject({ kind: "failed" });
    expect(resolved).toBe(1);
    expect(await reader.read("http://shop.example/")).toMatchObject({ failure: "refused" });
  });

  it("follows five redirects and no more", async () => {
    const { read } = await given(({ url }, response) => {
      const left = Number((url ?? "").slice(1));
      if (left === 0) response.writeHead(200, html).end("there");
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    expect(await read("/5")).toMatchObject({ kind: "page" });
    expect(await read("/6")).toMatchObject({ failure: "too-many-redirects" });
  });

  it("F57 stops at its limits: a slow page, a huge one, an endless one", async () => {
    const { read } = await given(
      ({ url }, response) => {
        if (url === "/silent") return;
        if (url === "/slow") {
          response.writeHead(200, html).write("<p>");
        } else if (url === "/huge") {
          response.writeHead(200, { ...html, "content-length": "9999999" }).write("x");
        } else {
          response.writeHead(200, html);
          const piece = "x".repeat(1000);
          const more = () => {
            while (!response.destroyed && response.write(piece)) {
              // As fast as it is read.
            }
          };
          response.on("drain", more);
          more();
        }
      },
      { timeoutMs: 300, mostBytes: 100_000 },
    );
    expect(await read("/silent")).toMatchObject({ failure: "timeout" });
    expect(await read("/slow")).toMatchObject({ failure: "timeout" });
    expect(await read("/huge")).toMatchObject({ failure: "too-large" });
    expect(await read("/endless")).toMatchObject({ failure: "too-large" });
  });

  it("names every other answer for what it is", async () => {
    const { read } = await given(({ url, socket }, response) => {
      if (url === "/gone") response.writeHead(404, html).end("not here");
      else if (url === "/picture") response.writeHead(200, { "content-type": "image/png" }).end("x");
      else if (url === "/untyped") response.writeHead(200).end("x");
      else if (url === "/packed") response.writeHead(200, { ...html, "content-encoding": "gzip" }).end("x");
      else if (url === "/nowhere") response.writeHead(302).end();
      else socket.destroy();
    });
    expect(await read("/gone")).toEqual({ kind: "failed", failure: "status", detail: "HTTP 404" });
    for (const path of ["/picture", "/untyped", "/packed"]) {
      expect(await read(path), path).toMatchObject({ failure: "wrong-type" });
    }
    expect(await read("/nowhere")).toMatchObject({ failure: "status" });
    expect(await read("/cut")).toMatchObject({ failure: "unreachable", detail: "the connection was cut" });
  });

  it("refuses in the product what only a test may reach", async () => {
    const reader = buildPageReader();
    readers.push(reader);
    for (const url of [
      "http://127.0.0.1:8080/",
      "http://localhost/",
      "https://10.0.0.1/",
      "ftp://example.com/",
    ]) {
      expect(reader.check(url), url).not.toBeNull();
      expect(await reader.read(url), url).toMatchObject({ failure: "refused" });
    }
    expect(reader.check("http://shop.example/optin")).toBeNull();
    expect(reader.check("https://shop.example/optin")).toBeNull();
  });
});
