import { z } from "zod";
import type { DaySpan, GraphAnswer, MessagingDayReading } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { GraphSession } from "./graph-session.ts";
import { figure, list, readEach, readInstant, unixSeconds, word } from "./lenient.ts";

/**
 * Messages sent and delivered, a number and day each. Meta sums over the numbers asked for and names none in a point,
 * so each number is one call. A number that Meta refuses by itself is left out; trouble of another kind ends the read.
 */
export async function readMessagingAnalytics(
  session: GraphSession,
  wabaId: string,
  asked: { readonly displayDigits: readonly string[]; readonly span: DaySpan },
): Promise<GraphAnswer<readonly MessagingDayReading[]>> {
  const days: MessagingDayReading[] = [];
  let refused: GraphTrouble | null = null;
  let answered = 0;
  const span = `start(${unixSeconds(asked.span.from)}).end(${unixSeconds(asked.span.to)})`;
  for (const digits of asked.displayDigits) {
    const fields = `analytics.${span}.granularity(DAY).phone_numbers(${JSON.stringify([digits])})`;
    const answer = await session.call({ path: wabaId, query: { fields } });
    if (answer.ok) {
      answered++;
      days.push(...readMessagingDays(answer.body, digits));
    } else if (answer.trouble.kind === "request-invalid") {
      refused ??= answer.trouble;
    } else {
      return session.failed(answer.trouble);
    }
  }
  return refused !== null && answered === 0 ? session.failed(refused) : session.answered(days);
}

const analytics = z.looseObject({
  analytics: z.looseObject({ phone_numbers: list, data_points: list }),
});
const point = z.looseObject({ start: word, sent: figure, delivered: figure });

/** The figures of one number. An answer that covers other numbers too cannot be told apart and counts as none. */
export function readMessagingDays(raw: unknown, displayDigits: string): MessagingDayReading[] {
  const parsed = analytics.safeParse(raw);
  if (!parsed.success) return [];
  const covered = parsed.data.analytics.phone_numbers.map((number) => String(number).replace(/\D/g, ""));
  if (covered.some((digits) => digits !== displayDigits)) return [];
  return readEach(parsed.data.analytics.data_points, point).flatMap(({ start, sent, delivered }) => {
    const day = readInstant(start);
    return day === null ? [] : { displayDigits, day, sent, delivered };
  });
}
