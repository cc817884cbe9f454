import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { publicRoutes } from "../lib/contracts/public-routes.ts";

/** Every page and route of app/, by walking the tree: a new one is behind sign-in, or on the list. */
function routeTree(folder = "app", url = ""): { url: string; kind: "page" | "route" }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      const segment = /^\(.*\)$/.test(entry.name) ? "" : `/${entry.name}`;
      return routeTree(path.join(folder, entry.name), url + segment);
    }
    if (entry.name === "page.tsx") return [{ url: url === "" ? "/" : url, kind: "page" as const }];
    return entry.name === "route.ts" ? [{ url, kind: "route" as const }] : [];
  });
}

const routes = routeTree();
const isPublic = (url: string) => publicRoutes.some((route) => route === url);
const address = (url: string) => url.replace(/\[\.{3}nextauth\]/, "csrf").replace(/\[\w+\]/g, "1");

test("the list of public routes names nothing that does not exist", () => {
  expect(publicRoutes.filter((route) => !routes.some(({ url }) => url === route))).toEqual([]);
});

test("nobody signed in sees a page or an answer that is not public", async ({ request }) => {
  expect(routes.length).toBeGreaterThan(40);
  for (const { url, kind } of routes.filter((route) => !isPublic(route.url))) {
    const answer = await request.get(address(url), { maxRedirects: 0 });
    if (kind === "page") {
      // A redirect may also arrive inside a streamed page, whose body then holds no data of anybody.
      const location = answer.headers()["location"] ?? (await answer.text());
      expect(location, url).toContain("/sign-in");
    } else {
      expect([401, 405], url).toContain(answer.status());
    }
    for (const method of ["post", "patch", "delete"] as const) {
      if (kind !== "route") continue;
      const changed = await request[method](address(url), { data: {} });
      expect([401, 405], `${method} ${url}`).toContain(changed.status());
    }
  }
});

test("a forged internal header opens nothing", async ({ request }) => {
  for (const headers of [
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-staygreen-peer": "127.0.0.1", "x-forwarded-for": "127.0.0.1" },
    { authorization: "Bearer sgk_default_1_wrong" },
    { authorization: "Basic YWRtaW46YWRtaW4=" },
  ]) {
    expect((await request.get("/api/v1/phone-numbers", { headers })).status()).toBe(401);
  }
  const proxied = await request.get("/metrics", { headers: { "x-forwarded-for": "127.0.0.1" } });
  expect(proxied.status()).toBe(401);
});
