import { z } from "zod";
import type { GraphAnswer, PagedSightings, TemplateSighting } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { id, list, qualityScore, readEach, readInstant, word } from "./lenient.ts";
import { readList } from "./read-pages.ts";

/** `components` is the only way to the buttons; the texts of a template that come with it are dropped here. */
export const templateFields = [
  "id",
  "name",
  "language",
  "category",
  "previous_category",
  "correct_category",
  "status",
  "rejected_reason",
  "quality_score",
  "last_updated_time",
  "components",
] as const;

const text = z.string().min(1);

const template = z.looseObject({
  id,
  name: text,
  language: text,
  category: word,
  previous_category: word,
  correct_category: word,
  status: word,
  rejected_reason: word,
  quality_score: qualityScore,
  last_updated_time: word,
  components: list,
});

/** All pages of a WABA's templates. Every pair of name and language is one with its own id. */
export function listTemplates(
  session: GraphSession,
  wabaId: string,
  droppedFields: readonly string[],
): Promise<GraphAnswer<PagedSightings<TemplateSighting>>> {
  const fields = templateFields.filter((field) => !droppedFields.includes(field));
  return readList(session, { path: `${wabaId}/message_templates`, fields }, readTemplate);
}

/** Null when nobody could say which template it is. */
export function readTemplate(raw: unknown): TemplateSighting | null {
  const parsed = template.safeParse(raw);
  if (!parsed.success) return null;
  const value = parsed.data;
  return {
    id: value.id,
    name: value.name,
    language: value.language.replaceAll("-", "_"),
    category: value.category,
    previousCategory: value.previous_category,
    correctCategory: value.correct_category,
    status: value.status,
    rejectedReason: value.rejected_reason,
    qualityScore: value.quality_score?.score ?? null,
    qualityScoreAt: readInstant(value.quality_score?.date ?? null),
    lastUpdatedAt: readInstant(value.last_updated_time),
    quickReplies: quickReplies(value.components),
  };
}

const component = z.looseObject({ buttons: list, cards: list });
const button = z.looseObject({ type: z.string().regex(/^quick_reply$/i), text: z.string() });
const card = z.looseObject({ components: list });

/** The cards of a carousel have components, and so buttons, of their own; they hold no further cards. */
function quickReplies(components: readonly unknown[]): string[] {
  return readEach(components, component).flatMap(({ buttons, cards }) => [
    ...buttonTexts(buttons),
    ...readEach(cards, card)
      .flatMap((each) => readEach(each.components, component))
      .flatMap((each) => buttonTexts(each.buttons)),
  ]);
}

function buttonTexts(buttons: readonly unknown[]): string[] {
  return readEach(buttons, button).map((each) => each.text);
}
