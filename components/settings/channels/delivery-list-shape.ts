import { object, array, type ZodType } from "zod";

/** The contract names the item only; the answer wraps it in data. */
export function listOf<T>(item: ZodType<T>) {
  return object({ data: array(item) });
}
