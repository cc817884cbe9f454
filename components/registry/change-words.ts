import type { RegistryChangeDto } from "@/lib/contracts/registry.ts";
import { readDeclaredKinds } from "@/lib/core/registry/declared-kinds.ts";
import { readRamp } from "@/lib/core/registry/ramp.ts";
import { kindsWords } from "./declared-kind-words.ts";
import { rampWords } from "./ramp-words.ts";

const fieldNames: Readonly<Record<string, string>> = {
  name: "Name",
  kind: "Kind",
  owner: "Owner",
  tags: "Tags",
  launchedAt: "Launch",
  plannedLaunchAt: "Planned launch",
  ramp: "Ramp",
  activationMethodId: "Activation method",
  country: "Country",
  declaredKinds: "Declared messages",
};

interface Saying {
  /** The name of the method behind an id. */
  readonly methodName: (id: string) => string;
  /** An instant as people read it. */
  readonly instant: (at: string) => string;
}

/** One change of a registry entry in words; an action that this page does not know is shown as it is. */
export function changeWords({ action, detail }: RegistryChangeDto, saying: Saying): string {
  switch (action) {
    case "created":
      return "Registered";
    case "seen":
      return "First named by data";
    case "claimed":
      return `Claimed as ${quoted(detail["name"])}`;
    case "renamed":
      return `Renamed ${fromTo(detail["name"], quoted)}`;
    case "changed":
      return changedFields(detail, saying);
    case "merged":
      return "into" in detail
        ? `Merged into ${reference(detail["into"])}`
        : `${reference(detail["from"])} was merged into this one`;
    case "split-off":
      return "entry" in detail
        ? `${reference(detail["entry"])} was split off`
        : `Split off from ${reference(detail["from"])}`;
    case "wording":
      return `Wording version ${plain(detail["version"])} added (${plain(detail["language"])})`;
    case "launched":
      return because("Launched", detail);
    case "held":
      return because("Held", detail);
    case "resumed":
      return because("Resumed", detail);
    case "retired":
      return because("Retired", detail);
    case "review-asked":
      return withWords(`${plain(detail["person"])} was asked for a review`, detail["question"]);
    case "review-approved":
      return withWords(`${plain(detail["person"])} approved`, detail["words"]);
    case "review-refused":
      return withWords(`${plain(detail["person"])} refused`, detail["words"]);
    default:
      return action;
  }
}

function changedFields(detail: RegistryChangeDto["detail"], saying: Saying): string {
  const planned = detail["launchedAt"];
  if (typeof planned === "string") {
    return because(`Launch planned for ${saying.instant(planned)}`, detail);
  }
  const said = Object.entries(detail).map(([field, change]) => {
    const words = (value: unknown): string => {
      if (value === null || value === undefined) return field === "owner" ? "nobody" : "none";
      if (field === "declaredKinds") return kindsWords(readDeclaredKinds(value));
      if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(plain).join(", ");
      if (field === "ramp") {
        const ramp = readRamp(value);
        return ramp === null ? "another one" : `“${rampWords(ramp)}”`;
      }
      if (typeof value !== "string") return plain(value);
      if (field === "activationMethodId") return saying.methodName(value);
      return field.endsWith("At") ? saying.instant(value) : value;
    };
    return `${fieldNames[field] ?? field} changed ${fromTo(change, words)}`;
  });
  return said.join(". ");
}

function because(what: string, detail: RegistryChangeDto["detail"]): string {
  return withWords(what, detail["reason"]);
}

function withWords(what: string, words: unknown): string {
  return typeof words === "string" ? `${what}: ${quoted(words)}` : what;
}

function fromTo(change: unknown, words: (value: unknown) => string): string {
  const { from, to } = isRecord(change) ? change : { from: undefined, to: undefined };
  return `from ${words(from)} to ${words(to)}`;
}

function reference(value: unknown): string {
  return isRecord(value) ? `${quoted(value["name"])} (${plain(value["key"])})` : "another entry";
}

function quoted(value: unknown): string {
  return `“${plain(value)}”`;
}

function plain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "unknown";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
