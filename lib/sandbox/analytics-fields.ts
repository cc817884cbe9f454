import type { CallContext } from "./call-context.ts";
import type { FieldRequest } from "./field-request.ts";
import { badParameter } from "./graph-error.ts";
import type { JsonObject } from "./node-view.ts";
import { cutIntervals, readGranularity, usualVolume, type Interval } from "./usual-volume.ts";
import type { PhoneNumber, Waba } from "./world-model.ts";

const deliveredShare = 0.957;
const marketingPrice = 0.108;

interface Sample {
  readonly number: PhoneNumber;
  readonly interval: Interval;
  readonly sent: number;
}

/** `analytics.start().end().granularity()`: messages sent and delivered, all chosen numbers together. */
export function messageAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const { samples, numbers, granularity } = takeSamples(waba, context, request);
  const points = new Map<number, { start: number; end: number; sent: number; delivered: number }>();
  for (const { interval, sent } of samples) {
    const point = points.get(interval.start) ?? { ...interval, sent: 0, delivered: 0 };
    point.sent += sent;
    point.delivered += Math.round(sent * deliveredShare);
    points.set(interval.start, point);
  }
  return {
    phone_numbers: numbers.map(digitsOf),
    country_codes: [...new Set(numbers.map((number) => number.country))],
    granularity,
    data_points: [...points.values()],
  };
}

/** `conversation_analytics…`: one point per number and interval. */
export function conversationAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const points = takeSamples(waba, context, request).samples.map(({ number, interval, sent }) => ({
    ...interval,
    conversation: sent,
    phone_number: digitsOf(number),
    country: number.country,
    conversation_type: "REGULAR",
    conversation_direction: "UNKNOWN",
    conversation_category: "MARKETING",
    cost: money(sent * marketingPrice),
  }));
  return { data: [{ data_points: points }] };
}

/** `pricing_analytics…`: volume and cost. */
export function pricingAnalytics(waba: Waba, context: CallContext, request: FieldRequest): JsonObject {
  const points = takeSamples(waba, context, request).samples.map(({ number, interval, sent }) => {
    const volume = Math.round(sent * deliveredShare);
    return {
      ...interval,
      country: number.country,
      phone_number: digitsOf(number),
      tier: "0:100000",
      pricing_type: "REGULAR",
      pricing_category: "MARKETING",
      volume,
      cost: money(volume * marketingPrice),
    };
  });
  return { data: [{ data_points: points }] };
}

function takeSamples(waba: Waba, context: CallContext, request: FieldRequest) {
  const { state } = context;
  const granularity = request.modifiers.get("granularity");
  if (granularity === undefined) throw badParameter("The parameter granularity is required");
  const span = { start: Number(request.modifiers.get("start")), end: Number(request.modifiers.get("end")) };
  const now = state.now();
  const intervals = cutIntervals(span, readGranularity(granularity), now);
  // The filter speaks display digits, not ids; an empty list means all.
  const wanted = new Set((request.modifiers.get("phone_numbers") ?? "").match(/\d+/g) ?? []);
  const numbers = waba.phoneNumbers.filter((number) => wanted.size === 0 || wanted.has(digitsOf(number)));
  const samples = numbers.flatMap((number) =>
    intervals
      .filter((interval) => interval.end * 1000 > number.onboardedAt)
      .map((interval): Sample => {
        const perDay = dailySends(number, context);
        const sent = usualVolume({ seed: state.world.seed, subject: number.id, perDay, interval, now });
        return { number, interval, sent };
      }),
  );
  return { samples, numbers, granularity };
}

function dailySends(number: PhoneNumber, { state }: CallContext): number {
  const feeding = state.world.sources.filter((source) => source.phoneNumberId === number.id && source.active);
  if (feeding.length === 0) return number.usualDailySends;
  return feeding.reduce((sum, source) => sum + source.sendsPerHour * 24, 0);
}

/** Webhooks and analytics name a number by bare digits. */
export function digitsOf(number: PhoneNumber): string {
  return number.displayPhoneNumber.replace(/\D/g, "");
}

function money(amount: number): number {
  return Math.round(amount * 100) / 100;
}
