import { factLimits } from "../contracts/facts.ts";
import { invalid } from "../services/errors.ts";
import type { ToldItem } from "../services/facts/told-batch.ts";

/** More items in a request than are taken at once. The edge answers 413. */
export class TooManyItems extends Error {
  override readonly name = "TooManyItems";
}

const json = "application/json";
const ndjson = ["application/x-ndjson", "application/ndjson", "application/jsonl"];

/**
 * The rows of a request: one object, an array, or one object a line. A line that is no JSON is refused by its number
 * and costs no other.
 *
 * @throws TooManyItems; ServiceError VALIDATION for another type and for a body that is no JSON at all.
 */
export function readFactItems(contentType: string | null, bytes: Uint8Array): ToldItem[] {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === json) return itemsOfJson(bytes);
  if (type !== undefined && ndjson.includes(type)) return itemsOfLines(bytes);
  throw invalid("Content-Type", "must be application/json or application/x-ndjson");
}

function itemsOfJson(bytes: Uint8Array): ToldItem[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("body", "is not valid JSON");
  }
  const values: unknown[] = Array.isArray(body) ? body : [body];
  if (values.length > factLimits.items) throw new TooManyItems();
  return values.map((value, index) => ({ index, value }));
}

function itemsOfLines(bytes: Uint8Array): ToldItem[] {
  const items: ToldItem[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let index = 0;
  for (let start = 0; start < bytes.length; index++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const item = readLine(decoder, bytes.subarray(start, end), index);
    start = end + 1;
    if (item === null) continue;
    if (items.push(item) > factLimits.items) throw new TooManyItems();
  }
  return items;
}

/** Null for an empty line. */
function readLine(decoder: TextDecoder, bytes: Uint8Array, index: number): ToldItem | null {
  let line: string;
  try {
    line = decoder.decode(bytes).trim();
  } catch {
    return { index, broken: "is not valid UTF-8" };
  }
  if (line === "") return null;
  try {
    return { index, value: JSON.parse(line) };
  } catch {
    return { index, broken: "is not valid JSON" };
  }
}
