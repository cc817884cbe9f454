import { amountWords } from "@/components/registry/ramp-words.ts";
import type { LaunchCalendarEntryDto } from "@/lib/contracts/launches.ts";

type Kind = LaunchCalendarEntryDto["kind"];

/** One word for each kind, and a sign beside it, so that none is told by its colour. */
export const kindWords: Readonly<Record<Kind, string>> = {
  planned: "Planned",
  launched: "Launched",
  "ramp-step": "Step",
  held: "Held",
  retired: "Retired",
  unannounced: "Unannounced",
};
export const kindSigns: Readonly<Record<Kind, string>> = {
  planned: "◇",
  launched: "◆",
  "ramp-step": "↗",
  held: "‖",
  retired: "■",
  unannounced: "!",
};

const dayMs = 86_400_000;

/** What an entry says beyond its kind and name; null: nothing more. */
export function entryNote(entry: LaunchCalendarEntryDto, instant: (at: string) => string): string | null {
  switch (entry.kind) {
    case "planned":
    case "retired":
      return null;
    case "launched": {
      if (entry.plannedAt === null) return "No plan was noted";
      const late = Date.parse(entry.at) - Date.parse(entry.plannedAt);
      return Math.abs(late) < dayMs ? "As planned" : `Planned for ${instant(entry.plannedAt)}`;
    }
    case "ramp-step":
      return entry.step === null ? null : `At most ${amountWords(entry.step.unit, entry.step.amount)}`;
    case "held":
      return entry.until === null ? "Still held" : `Until ${instant(entry.until)}`;
    case "unannounced": {
      const optIns = entry.optIns ?? 0;
      return `${optIns.toLocaleString("en-US")} ${optIns === 1 ? "opt-in" : "opt-ins"} so far. Nobody has registered this place`;
    }
  }
}

/** Where an entry leads. */
export function entryHref(entry: Pick<LaunchCalendarEntryDto, "methodId" | "sourceId">): string {
  return entry.methodId === null
    ? `/sources/${encodeURIComponent(entry.sourceId ?? "")}`
    : `/launches/${encodeURIComponent(entry.methodId)}`;
}
