import { isObject, objectAt, type Loose } from "./meta-values.ts";
import { findOptOut, type OptOutWord, type Said } from "./opt-out-words.ts";

/** Under this key a message without its text still says whether it asked to stop. Ours, not Meta's. */
export const saidKey = "staygreen";

/**
 * What an inbound message asks for: from its text or button, or, where the text has been dropped, from what was noted
 * in its place. Both give the same.
 */
export function saidInMessage(message: Loose): Said {
  const spoken = wordsOf(message);
  return spoken === null ? notedSaid(message[saidKey]) : findOptOut(spoken.text, spoken.via);
}

/** The words to judge: typed, or those of the button or list row that was tapped. Captions and forms ask for nothing. */
function wordsOf(message: Loose): { text: string; via: OptOutWord["via"] } | null {
  const interactive = objectAt(message, "interactive");
  const row = objectAt(interactive, "list_reply");
  const reply = objectAt(interactive, "button_reply");
  const button = objectAt(message, "button");
  const candidates: readonly (readonly [unknown, OptOutWord["via"]])[] = [
    [objectAt(message, "text")["body"], "text"],
    [button["text"] ?? button["payload"], "button"],
    [reply["title"] ?? reply["id"], "interactive"],
    [row["title"] ?? row["id"], "list"],
  ];
  for (const [text, via] of candidates) if (typeof text === "string") return { text, via };
  return null;
}

/** Whether this is a note as the redaction writes it, and nothing else beside it. */
export function isNoted(noted: unknown): boolean {
  if (!isObject(noted) || Object.keys(noted).length !== 2) return false;
  return [noted["optOut"], noted["resume"]].every(
    (word) => word === null || (isObject(word) && Object.keys(word).length === 3 && notedWord(word) !== null),
  );
}

function notedSaid(noted: unknown): Said {
  if (!isObject(noted)) return { optOut: null, resume: null };
  return { optOut: notedWord(noted["optOut"]), resume: notedWord(noted["resume"]) };
}

const vias: readonly unknown[] = ["text", "button", "list", "interactive"] satisfies OptOutWord["via"][];

function notedWord(noted: unknown): OptOutWord | null {
  if (!isObject(noted)) return null;
  const { keyword, language, via } = noted;
  if (typeof keyword !== "string" || keyword.length > 64) return null;
  if (typeof language !== "string" || !/^[a-z]{2}$/.test(language) || !isVia(via)) return null;
  return { keyword, language, via };
}

function isVia(value: unknown): value is OptOutWord["via"] {
  return vias.includes(value);
}
