import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rights } from "../core/access/rights.ts";
import { endpoints, type Endpoint } from "./endpoints.ts";

const all = Object.entries<Endpoint>(endpoints);

/** Keys that were refused, also by one of several shapes. */
function unknownKeys(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys
      : issue.code === "invalid_union"
        ? issue.errors.flatMap(unknownKeys)
        : [],
  );
}

describe("endpoints", () => {
  it("names each method and path once", () => {
    const places = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it.each(all)(
    "%s: a versioned path in kebab-case with named ids, a summary and a known right",
    (_id, endpoint) => {
      expect(endpoint.path).toMatch(/^\/api\/v1(\/([a-z][a-z0-9-]*|\{[a-z][A-Za-z]*\}))+$/);
      expect(endpoint.summary).toMatch(/^[A-Z].*[^.]$/);
      expect([...rights, "public", "anyone-signed-in"]).toContain(endpoint.right);
    },
  );

  it("two paths never differ in the name of an id only: a router could not tell them apart", () => {
    const shapes = new Map<string, string>();
    for (const [, { path }] of all) {
      const shape = path.replace(/\{\w+\}/g, "{}");
      expect(shapes.get(shape) ?? path).toBe(path);
      shapes.set(shape, path);
    }
  });

  it.each(all.filter(([, endpoint]) => endpoint.method === "GET"))(
    "%s reads: an answer and no body",
    (_id, endpoint) => {
      expect(endpoint.response).toBeInstanceOf(z.ZodType);
      expect(endpoint.body).toBeUndefined();
      expect(endpoint.status).toBe(200);
      expect(endpoint.right).not.toBe("public");
    },
  );

  it.each(all.filter(([, endpoint]) => endpoint.method !== "GET"))(
    "%s writes: not with a right to read",
    (_id, endpoint) => {
      // A text is asked about in a body, and nothing is kept.
      if (endpoint !== endpoints.lintWording) expect(endpoint.right).not.toMatch(/\.read$/);
      // A file has no room for options: they stand in the address.
      // A document is sent as it was exported, too: that it is a trial stands beside it.
      const isDocument = endpoint === endpoints.importRegistry;
      if (endpoint.uploads === undefined && !isDocument) expect(endpoint.query).toBeUndefined();
      expect(endpoint.body !== undefined).toBe(endpoint.method !== "DELETE");
      expect(endpoint.response !== undefined).toBe(endpoint.status !== 204);
      if (endpoint.method === "DELETE") expect(endpoint.status).toBe(204);
    },
  );

  it.each(all.filter(([, endpoint]) => endpoint.body !== undefined || endpoint.query !== undefined))(
    "%s refuses what it does not know",
    (_id, endpoint) => {
      for (const shape of [endpoint.body, endpoint.query]) {
        if (shape === undefined) continue;
        const answer = shape.safeParse({ kind: "email", surprise: true });
        expect(unknownKeys(answer.error?.issues ?? [])).toContain("surprise");
      }
    },
  );

  it.each(all.filter(([id]) => id.startsWith("list")))("%s answers rows under data", (_id, endpoint) => {
    expect(endpoint.response!.safeParse({ data: [], nextCursor: null }).success).toBe(true);
    expect(endpoint.response!.safeParse([]).success).toBe(false);
  });

  it("only the acceptance of an invitation is open to people who are not signed in", () => {
    expect(all.filter(([, endpoint]) => endpoint.right === "public").map(([id]) => id)).toEqual([
      "acceptInvitation",
    ]);
  });
});
