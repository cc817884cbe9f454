import { isKnownWord } from "../collection/known-words.ts";
import { trackedFields } from "../collection/diff-sighting.ts";

/** What a line of past history may speak of. */
export const importSubjects = ["phone-number", "portfolio", "waba", "template"] as const;
export type ImportSubject = (typeof importSubjects)[number];

/** The fields of each subject whose changes are kept: the same that polls follow. */
export const importFields: Readonly<Record<ImportSubject, readonly string[]>> = {
  "phone-number": trackedFields,
  portfolio: ["name", "verification_status", "messaging_limit"],
  waba: [
    "name",
    "portfolio_id",
    "account_review_status",
    "business_verification_status",
    "status",
    "ownership_type",
    "country",
    "currency",
    "timezone_id",
    "insights_enabled",
    "can_send_message",
  ],
  template: ["status", "quality_score", "category", "correct_category", "rejected_reason"],
};

const places: Readonly<Record<ImportSubject, string>> = {
  "phone-number": "phone_number",
  portfolio: "portfolio",
  waba: "waba",
  template: "template",
};

export function isImportSubject(value: string): value is ImportSubject {
  return importSubjects.some((subject) => subject === value);
}

/**
 * Meta's word as it is stored. A word that is only known in capitals is put into capitals; every other one, unknown
 * ones included, stays as it was written.
 */
export function importedWord(
  subject: ImportSubject,
  field: string,
  written: string,
): { readonly value: string; readonly corrected: boolean } {
  const place = `${places[subject]}.${field}`;
  const bare = written.trim();
  const capitals = bare.toUpperCase();
  // A place without a list of known words takes any text, names above all: nothing is trimmed there.
  if (isKnownWord(place, "\u0001")) return { value: written, corrected: false };
  if (!isKnownWord(place, bare) && isKnownWord(place, capitals)) return { value: capitals, corrected: true };
  return { value: bare, corrected: false };
}
