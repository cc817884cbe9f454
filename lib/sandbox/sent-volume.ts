import type { DoubleState } from "./double-state.ts";
import { addCounts, emptyCounts, type MessageCounts } from "./message-ledger.ts";
import { usualVolume, type Interval } from "./usual-volume.ts";
import type { PhoneNumber, Template } from "./world-model.ts";

const deliveredShare = 0.957;
const readShare = 0.52;
const clickShare = 0.04;

/** The messages of one template through one number; without a template, all of a number that no source feeds. */
export interface MessageStream {
  readonly number: PhoneNumber;
  readonly template: Template | null;
}

/** What a number sends, apart by template. */
export function streamsOf(number: PhoneNumber, state: DoubleState): readonly MessageStream[] {
  const ids = new Set(
    state.world.sources
      .filter((source) => source.phoneNumberId === number.id)
      .map((source) => source.templateId),
  );
  if (ids.size === 0) return [{ number, template: null }];
  return [...ids].map((id) => ({ number, template: state.world.findTemplate(id) ?? null }));
}

/**
 * What a stream sent within an interval: the real messages that the sandbox has counted, and an ordinary business's
 * volume for the time before it ran. Without a ledger (worlds in which nothing moves) it is that volume throughout.
 */
export function streamCounts(stream: MessageStream, interval: Interval, state: DoubleState): MessageCounts {
  const { number, template } = stream;
  const subject = template?.id ?? number.id;
  const perDay = template?.usualDailySends ?? number.usualDailySends;
  const sum = usualCounts({ subject, perDay, template, interval, state });
  if (template !== null && state.ledger !== null) {
    addCounts(sum, state.ledger.count({ phoneNumberId: number.id, templateId: template.id }, interval));
  }
  return sum;
}

/** What a template sent within an interval, through whichever number. */
export function templateCounts(template: Template, interval: Interval, state: DoubleState): MessageCounts {
  const { id, usualDailySends: perDay } = template;
  const sum = usualCounts({ subject: id, perDay, template, interval, state });
  const numbers = new Set(
    state.world.sources.filter((source) => source.templateId === id).map((source) => source.phoneNumberId),
  );
  for (const phoneNumberId of numbers) {
    if (state.ledger !== null)
      addCounts(sum, state.ledger.count({ phoneNumberId, templateId: id }, interval));
  }
  return sum;
}

function usualCounts(input: {
  readonly subject: string;
  readonly perDay: number;
  readonly template: Template | null;
  readonly interval: Interval;
  readonly state: DoubleState;
}): MessageCounts {
  const { subject, perDay, template, interval, state } = input;
  const until = Math.min(state.now(), state.ledger?.startedAt ?? Number.POSITIVE_INFINITY);
  const counts = emptyCounts();
  if (interval.start * 1000 >= until) return counts;
  // Days before a ledger are closed: what people feel today must not change them.
  const isClosed = template === null || state.ledger !== null;
  const unhappy = isClosed ? 0 : Math.min(0.2, state.world.templateFeedbackRate(template.id));
  counts.sent = usualVolume({ seed: state.world.seed, subject, perDay, interval, now: until });
  counts.delivered = Math.round(counts.sent * deliveredShare);
  counts.read = Math.round(counts.delivered * readShare * (1 - 3 * unhappy));
  for (const text of template?.buttons ?? []) {
    const share = /stop/i.test(text) ? 0.002 + unhappy / 2 : clickShare;
    counts.clicks.set(text, Math.round(counts.delivered * share));
  }
  return counts;
}
