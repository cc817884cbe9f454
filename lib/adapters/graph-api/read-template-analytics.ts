import { z } from "zod";
import type { DaySpan, GraphAnswer, TemplateDayReading } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { figure, id, list, readEach, readInstant, unixSeconds, word } from "./lenient.ts";
import { readPages } from "./read-pages.ts";

/** More in one call are refused. */
const templatesPerCall = 10;
const metrics = ["SENT", "DELIVERED", "READ", "CLICKED", "COST"];

/**
 * Sends, deliveries, reads, clicks and cost, a template and day each. All or nothing: a day that is missing because a
 * page failed would look like one without sends.
 */
export async function readTemplateAnalytics(
  session: GraphSession,
  wabaId: string,
  asked: { readonly templateIds: readonly string[]; readonly span: DaySpan },
): Promise<GraphAnswer<readonly TemplateDayReading[]>> {
  const days: TemplateDayReading[] = [];
  for (let from = 0; from < asked.templateIds.length; from += templatesPerCall) {
    const pages = await readPages(session, {
      path: `${wabaId}/template_analytics`,
      query: {
        start: String(unixSeconds(asked.span.from)),
        end: String(unixSeconds(asked.span.to)),
        granularity: "DAILY",
        metric_types: metrics.join(","),
        template_ids: `[${asked.templateIds.slice(from, from + templatesPerCall).join(",")}]`,
      },
      fields: [],
    });
    if (pages.trouble !== null) return session.failed(pages.trouble);
    days.push(...readEach(pages.rows, group).flatMap((each) => readTemplateDays(each.data_points)));
  }
  return session.answered(days);
}

const group = z.looseObject({ data_points: list });
/** Meta's words here come in any case: keys are read as lower-case ones, and so are the kinds of clicks and costs. */
const kind = z.string().transform((name) => name.toLowerCase());
const point = lowerKeys(
  z.looseObject({
    template_id: id,
    start: word,
    sent: figure,
    delivered: figure,
    read: figure,
    clicked: list,
    cost: list,
  }),
);
const click = lowerKeys(
  z.looseObject({ type: kind, button_content: z.string().catch(""), count: z.number() }),
);
const price = lowerKeys(z.looseObject({ type: kind, value: figure }));

/** Points without a template or a day belong to nobody and are left out. */
export function readTemplateDays(points: readonly unknown[]): TemplateDayReading[] {
  return readEach(points, point).flatMap((each) => {
    const day = readInstant(each.start);
    if (day === null) return [];
    return {
      templateId: each.template_id,
      day,
      sent: each.sent,
      delivered: each.delivered,
      read: each.read,
      clicked: readEach(each.clicked, click).map(({ type, button_content, count }) => ({
        type,
        content: button_content,
        count,
      })),
      cost: readEach(each.cost, price).map(({ type, value }) => ({ type, value })),
    };
  });
}

function lowerKeys<T>(shape: z.ZodType<T>) {
  return z
    .record(z.string(), z.unknown())
    .transform((value) =>
      Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each])),
    )
    .pipe(shape as z.ZodType<T, Record<string, unknown>>);
}
