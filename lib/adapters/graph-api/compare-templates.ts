import { z } from "zod";
import type {
  ComparisonDays,
  GraphAnswer,
  TemplateComparisonReading,
} from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { GraphSession } from "./graph-session.ts";
import { figure, id, list, readEach, unixSeconds, word } from "./lenient.ts";

export interface TemplatePair {
  readonly templateId: string;
  readonly otherId: string;
  readonly days: ComparisonDays;
  readonly now: Date;
}

const daySeconds = 86_400;

/**
 * Compares two templates. Meta's page says unix time and its sample passes milliseconds, so whichever form was refused
 * with code 100 is followed by the other. Code 100 also refuses pairs with too few sends: when both forms fail, the
 * first refusal is the answer.
 *
 * @param millisecondsWork addresses that have taken milliseconds before; added to
 */
export async function compareTemplates(
  session: GraphSession,
  pair: TemplatePair,
  millisecondsWork: Set<string>,
): Promise<GraphAnswer<TemplateComparisonReading>> {
  const end = unixSeconds(pair.now);
  const start = end - pair.days * daySeconds;
  const ask = async (inMilliseconds: boolean): Promise<GraphAnswer<TemplateComparisonReading>> => {
    const factor = inMilliseconds ? 1_000 : 1;
    const answer = await session.call({
      path: `${pair.templateId}/compare`,
      query: {
        template_ids: `[${pair.otherId}]`,
        start: String(start * factor),
        end: String(end * factor),
      },
    });
    if (!answer.ok) return session.failed(answer.trouble);
    if (inMilliseconds) millisecondsWork.add(session.baseUrl);
    else millisecondsWork.delete(session.baseUrl);
    const reading = readComparison(answer.body);
    return reading === null
      ? session.failed(session.misshapen("a comparison without data", answer.body))
      : session.answered(reading);
  };
  const usual = millisecondsWork.has(session.baseUrl);
  const first = await ask(usual);
  if (first.ok || !isParameterTrouble(first.trouble)) return first;
  const second = await ask(!usual);
  return second.ok || !isParameterTrouble(second.trouble) ? second : session.failed(first.trouble);
}

function isParameterTrouble(trouble: GraphTrouble): boolean {
  return trouble.code === 100 && trouble.kind !== "asset-lost";
}

const comparison = z.looseObject({ data: z.array(z.unknown()) });
const metric = z.looseObject({
  metric: z.string().transform((name) => name.toUpperCase()),
  order_by_relative_metric: list,
  number_values: list,
  string_values: list,
});
const numberValue = z.looseObject({ key: id, value: figure });
const stringValue = z.looseObject({ key: id, value: word });

/** Null when it is no comparison at all; a metric that Meta left out is empty. */
export function readComparison(raw: unknown): TemplateComparisonReading | null {
  const parsed = comparison.safeParse(raw);
  if (!parsed.success) return null;
  const metrics = readEach(parsed.data.data, metric);
  const of = (name: string) => metrics.filter((each) => each.metric === name);
  return {
    byRisingBlockRate: of("BLOCK_RATE").flatMap((each) => readEach(each.order_by_relative_metric, id)),
    sends: pairs(of("MESSAGE_SENDS").flatMap((each) => readEach(each.number_values, numberValue))),
    topBlockReason: pairs(
      of("TOP_BLOCK_REASON").flatMap((each) => readEach(each.string_values, stringValue)),
    ),
  };
}

function pairs<T>(values: readonly { readonly key: string; readonly value: T | null }[]): Record<string, T> {
  return Object.fromEntries(values.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])));
}
