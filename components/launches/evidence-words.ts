import type { EvidenceDto } from "@/lib/contracts/evidence.ts";

const acts: Readonly<Record<string, string>> = {
  created: "Registered",
  changed: "Launch planned or changed",
  launched: "Launched",
  held: "Held",
  resumed: "Resumed",
  retired: "Retired",
};
const answers: Readonly<Record<string, string>> = {
  asked: "was asked",
  approved: "approved",
  refused: "refused",
};

/** An entry of the chain in a line; what this page does not know is named by its kind. */
export function evidenceWords({ kind, body }: Pick<EvidenceDto, "kind" | "body">): string {
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : null);
  const note = text("note");
  const withNote = (what: string) => (note === null ? what : `${what}: ${note}`);
  switch (kind) {
    case "wording":
      return `Wording version ${typeof body["version"] === "number" ? body["version"] : "unknown"} (${text("language") ?? "unknown"}): “${text("text") ?? ""}”`;
    case "page-link":
      return withNote("Page");
    case "page-version":
      return body["version"] === 1 ? "Page as it was first read" : "Page as it read after a change";
    case "screenshot":
      return withNote(text("fileName") ?? "Screenshot");
    case "review-file":
      return withNote(text("fileName") ?? "Document");
    case "review": {
      const words = text("words");
      const what = `${text("person") ?? "Somebody"} ${answers[text("state") ?? ""] ?? "gave an opinion"}`;
      return words === null ? what : `${what}: “${words}”`;
    }
    case "move": {
      const what = acts[text("action") ?? ""] ?? "A step";
      const { detail } = body;
      const reason =
        typeof detail === "object" && detail !== null && "reason" in detail ? detail.reason : null;
      return typeof reason === "string" ? `${what}: “${reason}”` : what;
    }
  }
}
