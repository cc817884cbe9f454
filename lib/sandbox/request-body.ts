import type { IncomingMessage } from "node:http";

const largestBody = 3_000_000;

/** Reads a request's body whole. Throws above 3 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largestBody) throw new Error("The request body is too large.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Form fields of a body: urlencoded, multipart or a flat JSON object. Anything else has none. */
export async function readFormFields(body: Buffer, contentType: string): Promise<URLSearchParams> {
  if (body.length === 0) return new URLSearchParams();
  if (contentType.includes("json")) return fieldsOfJson(body.toString());
  if (!contentType.includes("multipart")) return new URLSearchParams(body.toString());
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": contentType },
  }).formData();
  const fields = new URLSearchParams();
  form.forEach((value, name) => {
    if (typeof value === "string") fields.append(name, value);
  });
  return fields;
}

function fieldsOfJson(text: string): URLSearchParams {
  const fields = new URLSearchParams();
  try {
    const value: unknown = JSON.parse(text);
    for (const [name, field] of Object.entries(value ?? {})) {
      fields.append(name, typeof field === "string" ? field : JSON.stringify(field));
    }
  } catch {
    // A body that cannot be read has no fields; the route then names the missing one.
  }
  return fields;
}
