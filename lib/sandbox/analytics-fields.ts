import type { CallContext } from "./call-context.ts";
import type { FieldRequest } from "./field-request.ts";
import { badParameter } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import { streamCounts, streamsOf } from "./sent-volume.ts";
import { cutIntervals, readGranularity, type Interval } from "./usual-volume.ts";
import type { PhoneNumber, Waba } from "./world-model.ts";

const price: Readonly<Record<string, number>> = { MARKETING: 0.108, UTILITY: 0.046, AUTHENTICATION: 0.052 };

interface Sample {
  readonly number: PhoneNumber;
  readonly category: string;
  readonly interval: Interval;
  readonly sent: number;
  readonly delivered: number;
}

/** `analytics.start().end().granularity()`: messages sent and delivered, all chosen numbers together. */
export function messageAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const { samples, numbers, granularity } = takeSamples(waba, context, request);
  const points = new Map<number, { start: number; end: number; sent: number; delivered: number }>();
  for (const { interval, sent, delivered } of samples) {
    const point = points.get(interval.start) ?? { ...interval, sent: 0, delivered: 0 };
    point.sent += sent;
    point.delivered += delivered;
    points.set(interval.start, point);
  }
  return {
    phone_numbers: numbers.map(digitsOf),
    country_codes: [...new Set(numbers.map((number) => number.country))],
    granularity,
    data_points: [...points.values()],
  };
}

/** `conversation_analytics…`: one point per number, category and interval. */
export function conversationAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const points = takeSamples(waba, context, request).samples.map(({ number, category, interval, sent }) => ({
    ...interval,
    conversation: sent,
    phone_number: digitsOf(number),
    country: number.country,
    conversation_type: "REGULAR",
    conversation_direction: "UNKNOWN",
    conversation_category: category,
    cost: cost(sent, category),
  }));
  return { data: [{ data_points: points }] };
}

/** `pricing_analytics…`: what was delivered, and its price; numbers together unless the dimension PHONE is asked for. */
export function pricingAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const isByPhone = /PHONE/i.test(request.modifiers.get("dimensions") ?? "");
  const sums = new Map<string, { sample: Sample; volume: number }>();
  for (const sample of takeSamples(waba, context, request).samples) {
    const { number, category, interval } = sample;
    const key = [interval.start, number.country, category, isByPhone ? number.id : ""].join("/");
    sums.set(key, { sample, volume: (sums.get(key)?.volume ?? 0) + sample.delivered });
  }
  const points = [...sums.values()].map(({ sample: { number, category, interval }, volume }) => ({
    ...interval,
    country: number.country,
    ...(isByPhone ? { phone_number: digitsOf(number) } : {}),
    tier: "0:100000",
    pricing_type: "REGULAR",
    pricing_category: category,
    volume,
    cost: cost(volume, category),
  }));
  return { data: [{ data_points: points }] };
}

function takeSamples(waba: Waba, context: CallContext, request: FieldRequest) {
  const { state } = context;
  const granularity = request.modifiers.get("granularity");
  if (granularity === undefined) throw badParameter("The parameter granularity is required");
  const span = { start: Number(request.modifiers.get("start")), end: Number(request.modifiers.get("end")) };
  const intervals = cutIntervals(span, readGranularity(granularity), state.now());
  // The filter speaks display digits, not ids; an empty list means all.
  const wanted = new Set((request.modifiers.get("phone_numbers") ?? "").match(/\d+/g) ?? []);
  const numbers = waba.phoneNumbers.filter((number) => wanted.size === 0 || wanted.has(digitsOf(number)));
  const samples = numbers.flatMap((number) =>
    intervals
      .filter((interval) => interval.end * 1000 > number.onboardedAt)
      .flatMap((interval) => sampleByCategory(number, interval, context)),
  );
  return { samples, numbers, granularity };
}

function sampleByCategory(
  number: PhoneNumber,
  interval: Interval,
  { state }: CallContext,
): readonly Sample[] {
  const byCategory = new Map<string, { sent: number; delivered: number }>();
  for (const stream of streamsOf(number, state)) {
    const category = stream.template?.category ?? "MARKETING";
    const sum = byCategory.get(category) ?? { sent: 0, delivered: 0 };
    const { sent, delivered } = streamCounts(stream, interval, state);
    byCategory.set(category, { sent: sum.sent + sent, delivered: sum.delivered + delivered });
  }
  return [...byCategory].map(([category, counts]) => ({ number, category, interval, ...counts }));
}

/** Webhooks and analytics name a number by bare digits. */
export function digitsOf(number: PhoneNumber): string {
  return number.displayPhoneNumber.replace(/\D/g, "");
}

function cost(messages: number, category: string): number {
  return Math.round(messages * (price[category] ?? 0) * 100) / 100;
}
