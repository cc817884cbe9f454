import type { TemplateDto } from "@/lib/contracts/history.ts";
import { readRating } from "@/lib/core/quality/rating.ts";

/** Statuses in which a template can be sent, or is on its way to that. Meta's words. */
const healthy = new Set(["APPROVED", "PENDING"]);

/** Templates in trouble first (quality, then status), then by name and language; those that are gone come last. */
export function worstTemplatesFirst(templates: readonly TemplateDto[]): TemplateDto[] {
  return templates.toSorted(
    (a, b) =>
      trouble(b) - trouble(a) ||
      compare(a.name, b.name) ||
      compare(a.language, b.language) ||
      compare(a.id, b.id),
  );
}

function trouble({ qualityScore, status, missingSince }: TemplateDto): number {
  if (missingSince !== null) return -1;
  const reading = readRating(qualityScore);
  const rating = reading.kind === "ranked" ? reading.rating : null;
  const quality = rating === "RED" ? 4 : rating === "YELLOW" ? 2 : 0;
  return quality + (status === null || healthy.has(status) ? 0 : 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
