import { asProblem } from "@/components/data/problem-error.ts";

/** What the server said about one field: its own path or anything inside it ("to.0" belongs to "to"). */
export function faultOf(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined;
  const fault = asProblem(error).errors.find(({ path }) => path === field || path.startsWith(`${field}.`));
  return fault === undefined ? undefined : sentence(fault.message);
}

/** Faults that no field of the form shows. */
export function otherFaults(error: unknown, fields: readonly string[]): string[] {
  return asProblem(error)
    .errors.filter(({ path }) => !fields.some((field) => path === field || path.startsWith(`${field}.`)))
    .map(({ path, message }) => (path === "" ? sentence(message) : `${path}: ${message}`));
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
