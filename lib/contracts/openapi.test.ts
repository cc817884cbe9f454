import { describe, expect, it } from "vitest";
import { endpoints, type Endpoint } from "./endpoints.ts";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  operationId: string;
  summary: string;
  security?: unknown[];
  "x-right"?: string;
  parameters?: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: unknown }> }>;
}

// Through JSON, as a client gets it: what cannot be written down is not in the document.
const document = JSON.parse(JSON.stringify(openApiDocument("https://staygreen.example", "1.2.3"))) as {
  openapi: string;
  info: { title: string; version: string; license: unknown };
  servers: unknown;
  security: Record<string, unknown>[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    id: operation.operationId,
    operation,
  })),
);

/** Every value under a key of this name, wherever it stands. */
function found(value: unknown, key: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...found(inner, key),
  ]);
}

describe("openApiDocument", () => {
  it("is OpenAPI 3.1 of this address and version", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Staygreen", version: "1.2.3", license: { name: "MIT" } },
      servers: [{ url: "https://staygreen.example" }],
    });
  });

  it("has every endpoint once, under its own name", () => {
    expect(operations.map((each) => each.id).sort()).toEqual(Object.keys(endpoints).sort());
    for (const { path, method, id } of operations) {
      const endpoint = (endpoints as Record<string, Endpoint>)[id]!;
      expect({ path, method }).toEqual({ path: endpoint.path, method: endpoint.method.toLowerCase() });
    }
  });

  it("refers to nothing that is not there", () => {
    for (const ref of found(document, "$ref") as string[]) {
      expect(ref).toMatch(/^#\//);
      const target = ref
        .slice(2)
        .split("/")
        .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document);
      expect(target, ref).toBeTypeOf("object");
    }
    for (const scheme of [
      ...document.security,
      ...operations.flatMap((each) => each.operation.security ?? []),
    ]) {
      for (const name of Object.keys(scheme as object))
        expect(document.components.securitySchemes).toHaveProperty(name);
    }
  });

  it("carries no dialect inside: the document says which JSON Schema holds", () => {
    expect(found(document, "$schema")).toEqual([]);
  });

  it.each(operations)("$id: ids of the path are required parameters, and no other", ({ path, operation }) => {
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(inPath.map((parameter) => parameter.name)).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
    );
    expect(inPath.every((parameter) => parameter.required)).toBe(true);
    const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(operations)("$id: one success, and a problem for every refusal", ({ id, operation }) => {
    const endpoint = (endpoints as Record<string, Endpoint>)[id]!;
    expect(Object.keys(operation.responses).sort()).toEqual([String(endpoint.status), "default"]);
    const success = operation.responses[String(endpoint.status)]!;
    expect(success.description).toBeTruthy();
    // A file has its own media types.
    const types = endpoint.downloads ?? ["application/json"];
    expect(Object.keys(success.content ?? {})).toEqual(endpoint.status === 204 ? [] : types);
    expect(operation.responses["default"]!.content).toEqual({
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
    });
  });

  it.each(operations.filter((each) => each.method !== "get"))(
    "$id: can be repeated safely with an Idempotency-Key",
    ({ operation }) => {
      const header = operation.parameters?.find((parameter) => parameter.in === "header");
      expect(header).toMatchObject({ name: "Idempotency-Key", required: false, schema: { type: "string" } });
    },
  );

  it("says who may, and which call needs no sign-in", () => {
    for (const { id, operation } of operations) {
      const { right } = (endpoints as Record<string, Endpoint>)[id]!;
      expect([operation["x-right"], operation.security]).toEqual(
        right === "public" ? [undefined, []] : [right, undefined],
      );
    }
  });

  it("tells a client what it may leave out: what has a default is not required", () => {
    const body =
      document.paths["/api/v1/connections"]!["post"]!.requestBody!.content["application/json"]!.schema;
    expect(body["required"]).toEqual(["name", "accessToken"]);
    expect(body["additionalProperties"]).toBe(false);
    const limit = document.paths["/api/v1/phone-numbers"]!["get"]!.parameters!.find(
      (each) => each.name === "limit",
    );
    expect(limit).toMatchObject({
      in: "query",
      required: false,
      schema: { minimum: 1, maximum: 200, default: 50 },
    });
  });

  it("never answers with a secret that was pasted", () => {
    for (const { operation } of operations) {
      const answers = JSON.stringify(Object.values(operation.responses));
      expect(answers).not.toMatch(/"(accessToken|appSecret|password)":/);
    }
  });
});
