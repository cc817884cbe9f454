import { throttleWaitMs } from "./call-budget.ts";
import type { GraphTroubleKind } from "./graph-trouble.ts";

/** What is read of a WABA beside its phone numbers. */
export const scheduledReadKinds = [
  "waba-details",
  "templates",
  "subscription",
  "template-comparison",
  "template-analytics",
  "messaging-analytics",
  "pricing-analytics",
] as const;
export type ScheduledReadKind = (typeof scheduledReadKinds)[number];

const hour = 3_600;
/** Seconds from one reading to the next. Figures of whole days are read once a day. */
export const readIntervalSeconds: Readonly<Record<ScheduledReadKind, number>> = {
  "waba-details": hour,
  templates: hour,
  subscription: hour,
  "template-comparison": 24 * hour,
  "template-analytics": 24 * hour,
  "messaging-analytics": 24 * hour,
  "pricing-analytics": 24 * hour,
};

/** Kinds that need what the others learn (is it switched on, which templates): first read a little later. */
export const dependentKinds: readonly ScheduledReadKind[] = ["template-comparison", "template-analytics"];

/** How a reading ended. */
export type ReadOutcome =
  /** Everything was read. */
  | "done"
  /** A part was read; the rest follows soon, so that one round makes few calls. */
  | "more"
  /** What this reading needs has not been read yet. */
  | "waiting"
  /** Meta does not offer it for this account. */
  | "not-offered";

export interface PlanNextReadInput {
  readonly kind: ScheduledReadKind;
  readonly outcome: ReadOutcome;
  /** What went wrong; wins over the outcome. */
  readonly trouble: { readonly kind: GraphTroubleKind; readonly waitMinutes: number | null } | null;
  readonly now: Date;
  /** In [0, 1), the same for a subject and kind at every time: its place within the interval. */
  readonly phase: number;
  /** Readings that failed one after the other, this one included. */
  readonly consecutiveFailures: number;
  /** The connection has used so much of its call budget that readings come at half the pace. */
  readonly slow: boolean;
  /** Uniform in [0, 1). */
  readonly jitter: number;
}

export interface NextRead {
  readonly state: "on" | "off";
  readonly nextDueAt: Date;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const moreAfterMs = 10 * minuteMs;
const waitingAfterMs = 5 * minuteMs;
const askAgainAfterMs = 7 * 24 * hourMs;
const lostAfterMs = hourMs;
const firstBackoffMs = minuteMs;
const longestBackoffMs = hourMs;
/** Comparisons are limited to ten calls an hour, and one round makes up to ten. */
const comparisonsApartMs = hourMs;

/**
 * When to read next. Readings that went through keep their place within the interval, at least half an interval away,
 * so that a connection's WABAs stay spread out. Passing faults back off from one minute to one hour with full jitter;
 * what Meta does not offer is asked for again once a week.
 */
export function planNextRead(input: PlanNextReadInput): NextRead {
  const now = input.now.getTime();
  const interval = readIntervalSeconds[input.kind] * 1000 * (input.slow ? 2 : 1);
  const slot = nextSlot(now, interval, input.phase);
  const apart = input.kind === "template-comparison" ? comparisonsApartMs : 0;
  const on = (at: number): NextRead => ({ state: "on", nextDueAt: new Date(Math.max(at, now + apart)) });
  switch (input.trouble?.kind) {
    case undefined:
      break;
    case "rate-limited":
      return on(now + throttleWaitMs(input.trouble.waitMinutes) + minuteMs * input.jitter);
    case "asset-lost":
      return on(now + lostAfterMs);
    case "transient":
    case "token-invalid": {
      const ceiling = Math.min(
        longestBackoffMs,
        firstBackoffMs * 2 ** Math.max(0, input.consecutiveFailures - 1),
      );
      return on(now + Math.max(firstBackoffMs, ceiling * input.jitter));
    }
    case "permission-missing":
    case "field-unknown":
    case "request-invalid":
    case "account-locked":
      // Asking again soon would be refused again.
      return on(slot);
  }
  switch (input.outcome) {
    case "done":
      return on(slot);
    case "more":
      return on(now + moreAfterMs);
    case "waiting":
      return on(now + waitingAfterMs);
    case "not-offered":
      return { state: "off", nextDueAt: new Date(now + askAgainAfterMs) };
  }
}

/** A place in [0, 1) for a text, always the same: 32-bit FNV-1a. */
export function spreadFraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash / 2 ** 32;
}

function nextSlot(now: number, interval: number, phase: number): number {
  const offset = phase * interval;
  return offset + Math.ceil((now + interval / 2 - offset) / interval) * interval;
}
