/** What is kept to show later how people were asked: docs/evidence.md. */
export const evidenceKinds = [
  "wording",
  "page-link",
  "page-version",
  "screenshot",
  "review-file",
  "review",
  "move",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** A kind as stored; undefined for a word that this version does not know. */
export function evidenceKind(stored: unknown): EvidenceKind | undefined {
  return evidenceKinds.find((kind) => kind === stored);
}
