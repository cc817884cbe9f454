import { z } from "zod";
import { endpoints, type Endpoint } from "./endpoints.ts";
import { problemShape } from "./problem.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, generated from the schemas with which the routes validate. */
export function openApiDocument(appUrl: string, version: string): Json {
  // The browser-enforced prefix exists over https only.
  const cookie = `${appUrl.startsWith("https:") ? "__Host-" : ""}next-auth.session-token`;
  const paths: Record<string, Json> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = (paths[endpoint.path] ??= {});
    path[endpoint.method.toLowerCase()] = operation(operationId, endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Staygreen",
      version,
      description:
        "WhatsApp quality, collected and explained. Instants are ISO 8601 in UTC, ids are strings, rates are fractions. Values that come from Meta keep Meta's spelling.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: appUrl }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: schema(problemShape, "output") },
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: cookie },
      },
    },
  };
}

function operation(operationId: string, endpoint: Endpoint): Json {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const parameters: Json[] = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  if (endpoint.query !== undefined) parameters.push(...queryParameters(endpoint.query));
  if (endpoint.method !== "GET") {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: false,
      schema: { type: "string", maxLength: 255 },
    });
  }
  const success: Json = { description: endpoint.status === 204 ? "Done" : "The answer" };
  if (endpoint.response !== undefined) {
    success["content"] = Object.fromEntries(
      (endpoint.downloads ?? ["application/json"]).map((type) => [
        type,
        { schema: schema(endpoint.response ?? z.string(), "output") },
      ]),
    );
  }
  const problem = {
    description: "Refused",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return {
    operationId,
    summary: endpoint.summary,
    ...(endpoint.right === "public" ? { security: [] } : { "x-right": endpoint.right }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: schema(endpoint.body, "input") },
              ...Object.fromEntries(
                (endpoint.uploads ?? []).map((type) => [type, { schema: { type: "string" } }]),
              ),
            },
          },
        }),
    responses: { [endpoint.status]: success, default: problem },
  };
}

function queryParameters(query: z.ZodType): Json[] {
  const object = schema(query, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: "query",
    required: object.required?.includes(name) ?? false,
    schema: property,
  }));
}

function schema(shape: z.ZodType, io: "input" | "output"): Json {
  const json: Json = { ...z.toJSONSchema(shape, { io, unrepresentable: "any" }) };
  // The document names the dialect once for all.
  delete json["$schema"];
  return json;
}
