import { instantFromWallTime } from "@/components/clock/zone-offset.ts";
import { formText } from "@/components/ui/form-text.ts";

/** Tags parted by commas; they may hold spaces. */
export function typedTags(form: FormData): string[] {
  return (formText(form, "tags") ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/** The instant of a datetime-local field; what is no time is handed on for the server to name. */
export function typedInstant(form: FormData, name: string, timeZone: string): string | undefined {
  const typed = formText(form, name);
  return typed === undefined ? undefined : (instantFromWallTime(typed, timeZone) ?? typed);
}

/** The fields that are not empty. */
export function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
