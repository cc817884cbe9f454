import { describe, expect, it } from "vitest";
import { endpoints, type Endpoint } from "./endpoints.ts";
import { publicRoutes } from "./public-routes.ts";

describe("publicRoutes", () => {
  it.each(publicRoutes)("%s is written as a route folder, without a wildcard of our own", (route) => {
    expect(route).toMatch(/^(\/([a-z0-9-]+|\[(\.\.\.)?[a-z]+\]))+$/i);
  });

  it("names each once", () => {
    expect(new Set(publicRoutes).size).toBe(publicRoutes.length);
  });

  it("agrees with the API about what is public", () => {
    const open = Object.values<Endpoint>(endpoints)
      .filter((endpoint) => endpoint.right === "public")
      .map((endpoint) => endpoint.path);
    expect(publicRoutes.filter((route) => route.startsWith("/api/v1/"))).toEqual(open);
  });

  it("never opens the whole tree or the whole API", () => {
    for (const route of publicRoutes) expect(["/", "/api", "/api/v1", "/[...path]"]).not.toContain(route);
  });
});
