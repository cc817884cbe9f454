import type { Db } from "../../adapters/db/open-database.ts";
import { findAnnouncedNumbers, findAnnouncedTemplates } from "../../adapters/db/announced-state.ts";
import type { ManagementFact } from "../../core/collection/management-facts.ts";
import type { KnownWaba } from "./webhook-changes.ts";

/** A fact with where and when it was said. */
export interface PlacedFact {
  readonly id: string;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly wabaId: string;
  readonly at: Date;
  readonly fact: ManagementFact;
}

export interface FoundSubject {
  readonly placed: PlacedFact;
  readonly kind: "portfolio" | "waba" | "template" | "phone-number";
  readonly subjectId: string;
}

/**
 * Finds the rows that Meta's names mean: numbers by their digits within the WABA, templates by id or by name and
 * language, portfolios by the WABA that was told. A number that no poll has seen has no history yet; what was said of
 * it stays among the webhook's events.
 */
export async function findFactSubjects(
  tx: Db,
  organizationId: string,
  wabas: readonly KnownWaba[],
  facts: readonly PlacedFact[],
): Promise<FoundSubject[]> {
  const portfolioOf = new Map(wabas.map(({ id, portfolioId }) => [id, portfolioId]));
  const numbers = await findAnnouncedNumbers(tx, organizationId, wabasOf(facts, "phone-number"));
  const templates = await findAnnouncedTemplates(
    tx,
    organizationId,
    facts.flatMap(({ wabaId, fact: { subject } }) =>
      subject.kind === "template"
        ? [{ wabaId, id: subject.id, name: subject.name, language: subject.language }]
        : [],
    ),
  );
  return facts.flatMap((placed): FoundSubject[] => {
    const { wabaId } = placed;
    const { subject } = placed.fact;
    switch (subject.kind) {
      case "waba":
        return [{ placed, kind: "waba", subjectId: wabaId }];
      case "portfolio": {
        const portfolioId = portfolioOf.get(wabaId) ?? null;
        return portfolioId === null
          ? [{ placed, kind: "waba", subjectId: wabaId }]
          : [{ placed, kind: "portfolio", subjectId: portfolioId }];
      }
      case "phone-number": {
        const own = numbers.filter((number) => number.wabaId === wabaId);
        const number =
          own.find(({ id }) => id === subject.id) ??
          own.find(({ digits }) => subject.digits !== null && digits === subject.digits);
        return number === undefined ? [] : [{ placed, kind: "phone-number", subjectId: number.id }];
      }
      case "template": {
        const own = templates.filter((template) => template.wabaId === wabaId);
        const named = own.filter(
          ({ name, language }) => name === subject.name && language === subject.language,
        );
        // The list may not have been read yet: then history begins under the id that Meta gave.
        const id =
          own.find((template) => template.id === subject.id)?.id ??
          (named.length === 1 ? named[0]?.id : undefined) ??
          subject.id;
        return id === null ? [] : [{ placed, kind: "template", subjectId: id }];
      }
    }
  });
}

function wabasOf(facts: readonly PlacedFact[], kind: string): string[] {
  return [...new Set(facts.filter(({ fact }) => fact.subject.kind === kind).map(({ wabaId }) => wabaId))];
}
