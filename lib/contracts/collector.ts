import { z } from "zod";
import { pollRunShape } from "./connections.ts";
import { instant, pageOf, pageQuery } from "./page.ts";
import { plainErrorShape } from "./plain-error.ts";

/**
 * What the collector knows about itself. A figure that is not known is null and never 0: "none" and "not looked yet"
 * are different answers.
 */
const freshness = z.enum(["fresh", "amber", "red", "never"]);
const count = z.int();

/** Use of Meta's hourly call budget, from the headers of Meta's answers. */
const budgetShape = z.object({
  /** The worst window named, in percent; null while Meta has said nothing within the last hour. */
  percent: z.number().nullable(),
  /** What the collector does about it. */
  level: z.enum(["normal", "slow", "essential", "stop"]),
  /** The same in words. */
  words: z.string(),
  /** When Meta last said how much is used; null: never. */
  readAt: instant.nullable(),
  /** Until when nothing is read; null when calls go on. */
  waitingUntil: instant.nullable(),
});

/** What debug_token said. */
const tokenShape = z.object({
  valid: z.boolean(),
  /** Meta's word: SYSTEM_USER, USER, …; null when it was not told. */
  type: z.string().nullable(),
  /** Null: does not expire. */
  expiresAt: instant.nullable(),
  /** When access to data must be renewed; null: never. */
  dataAccessExpiresAt: instant.nullable(),
  /** The earlier of the two; null when neither is set. */
  endsAt: instant.nullable(),
  /** Whole days until then, negative once it has passed. */
  endsInDays: z.int().nullable(),
  scopes: z.array(z.string()),
  missingPermissions: z.array(z.object({ name: z.string(), neededFor: z.string() })),
  /** Null when that was not kept. */
  checkedAt: instant.nullable(),
});

/** One kind of reading beside the phone numbers, over everything that a connection covers. */
const scheduledReadShape = z.object({
  /** waba-details, templates, subscription, template-comparison, … */
  kind: z.string(),
  /** Accounts or portfolios it is planned for: done + failing + off + waiting. */
  subjects: count,
  /** Read, and the last try went through. */
  done: count,
  failing: count,
  /** Meta does not offer it there; asked again once a week. */
  off: count,
  /** Planned and never tried so far. */
  waiting: count,
  lastSuccessAt: instant.nullable(),
  /** The oldest of the last successes: nothing that was read is older. */
  oldestSuccessAt: instant.nullable(),
  lastAttemptAt: instant.nullable(),
  nextDueAt: instant.nullable(),
  /** Calls spent on it so far. */
  callCount: count,
  /** The newest error of those that fail. */
  error: plainErrorShape.nullable(),
  /** Fields that Meta refused ("v25.0:field"), with how many subjects go without them. */
  droppedFields: z.array(z.object({ field: z.string(), subjects: count })),
});

export const collectorConnectionShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["meta", "sandbox"]),
  state: z.enum(["active", "paused", "token-dead"]),
  freshness,
  watchedSince: instant,
  pollIntervalSeconds: count,
  lastSuccessAt: instant.nullable(),
  nextPollAt: instant.nullable(),
  lastError: plainErrorShape.nullable(),
  errorSince: instant.nullable(),
  consecutiveFailures: count,
  /** Slots left out because the round before was still running, since the connection was made. */
  skippedPolls: count,
  /** Usage headers that could not be read, since the connection was made. */
  unreadableUsageCount: count,
  /** Meta's clock minus ours in seconds; null while they agree within a minute. */
  clockSkewSeconds: z.int().nullable(),
  budget: budgetShape,
  /** Null: not asked yet. */
  token: tokenShape.nullable(),
  reads: z.array(scheduledReadShape),
  wabaCounts: z.object({
    total: count,
    lost: count,
    /** Webhooks: our app is subscribed, is not, not known yet. Lost accounts are left out. */
    subscribed: count,
    notSubscribed: count,
    subscriptionUnknown: count,
    restricted: count,
  }),
  /** Numbers by how fresh their reading is; missing ones are counted apart. */
  numberCounts: z.object({ total: count, fresh: count, amber: count, red: count, missing: count }),
  /** Newest first, at most 20. */
  lastPolls: z.array(pollRunShape),
});
export type CollectorConnection = z.infer<typeof collectorConnectionShape>;

export const collectorWabaShape = z.object({
  id: z.string(),
  name: z.string().nullable(),
  connectionId: z.string(),
  state: z.enum(["visible", "lost"]),
  lostSince: instant.nullable(),
  error: plainErrorShape.nullable(),
  freshness,
  lastPolledAt: instant.nullable(),
  numberCount: count,
  missingCount: count,
  /** Whether our app is subscribed to its webhooks; null: not known yet. */
  subscribed: z.boolean().nullable(),
  subscribedCheckedAt: instant.nullable(),
  lastWebhookAt: instant.nullable(),
  /** Events of the days in `webhooks`; null: none seen. */
  webhookEvents: count.nullable(),
  /** Changes seen by polls that a webhook should have announced, since the last webhook. */
  unannouncedChanges: count,
  /** Announced by Meta and not ended; the words are Meta's. */
  restrictions: z.array(
    z.object({ type: z.string(), until: instant.nullable(), announcedAt: instant.nullable() }),
  ),
  /** Fields that Meta refused for its numbers ("v25.0:field"). */
  droppedFields: z.array(z.string()),
});
export type CollectorWaba = z.infer<typeof collectorWabaShape>;

export const collectorNumberShape = z.object({
  id: z.string(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  connectionId: z.string(),
  wabaId: z.string(),
  wabaName: z.string().nullable(),
  freshness,
  observedAt: instant,
  missingSince: instant.nullable(),
  /** When any of its fields last took a new value. */
  lastChangeAt: instant.nullable(),
});
export type CollectorNumber = z.infer<typeof collectorNumberShape>;

const webhookFieldShape = z.object({
  field: z.string(),
  /** none-seen: nothing came, which is neither good nor bad by itself; all figures are null then. */
  state: z.enum(["seen", "none-seen"]),
  /** Changes; each status or message counts as one. */
  events: count.nullable(),
  /** Events that said nothing new. */
  duplicates: count.nullable(),
  /** Came more than ten minutes after they happened. */
  late: count.nullable(),
  longestLateSeconds: count.nullable(),
  /** Set aside because they could not be read. */
  broken: count.nullable(),
  lastReceivedAt: instant.nullable(),
});
export type CollectorWebhookField = z.infer<typeof webhookFieldShape>;

/** A count that stops at a bound, so that an answer never waits for a very long list. */
const boundedCount = z.object({ count, isMore: z.boolean() });

const webhooksShape = z.object({
  /** The first and the last UTC day counted by field: today and the six days before. */
  fromDay: z.iso.date(),
  toDay: z.iso.date(),
  fields: z.array(webhookFieldShape),
  /** Signed bodies as received. */
  bodies: z.object({
    state: z.enum(["seen", "none-seen"]),
    /** What follows counts bodies received first since then: seven days, less when there are very many. */
    countedFrom: instant,
    /** Not all of seven days could be counted. */
    isPartial: z.boolean(),
    /** Repeats included; null: none seen. */
    received: count.nullable(),
    /** Received again with the same bytes. */
    duplicates: count.nullable(),
    /** Stored and not worked on yet. */
    waiting: count.nullable(),
    lastReceivedAt: instant.nullable(),
  }),
  /** Kept aside now, whenever they came. */
  quarantined: boundedCount,
  /** About accounts that no poll has seen, kept now. */
  orphaned: boundedCount,
});
export type CollectorWebhooks = z.infer<typeof webhooksShape>;

const differenceShape = z.object({
  id: z.string(),
  connectionId: z.string(),
  wabaId: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  field: z.string(),
  /** unannounced: a poll saw a change that no webhook told of; contradicted: they name different values. */
  kind: z.string(),
  pollValue: z.string().nullable(),
  webhookValue: z.string().nullable(),
  occurredAt: instant,
  recordedAt: instant,
});
export type CollectorDifference = z.infer<typeof differenceShape>;

const unknownWordShape = z.object({
  place: z.string(),
  value: z.string(),
  count,
  firstSeenAt: instant,
  lastSeenAt: instant,
  connectionId: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** Without personal data. */
  sample: z.unknown(),
});
export type CollectorUnknownWord = z.infer<typeof unknownWordShape>;

/** A stretch in which at least one account of a connection was not read; overlapping ones are taken together. */
const gapShape = z.object({
  connectionId: z.string(),
  from: instant,
  /** Null: it still lasts. */
  to: instant.nullable(),
  /** Accounts not read during some of it. */
  wabas: count,
});
export type CollectorGap = z.infer<typeof gapShape>;

export const collectorShape = z.object({
  asOf: instant,
  connections: z.array(collectorConnectionShape),
  /** In trouble first, at most 1,000; `wabaCounts` of the connections count all. */
  wabas: z.array(collectorWabaShape),
  wabasLeftOut: count,
  /** Longest unread first. */
  numbers: pageOf(collectorNumberShape),
  webhooks: webhooksShape,
  differences: z.object({
    from: instant,
    /** Of the last seven days, at most 50, newest first. */
    data: z.array(differenceShape),
    unannounced: count,
    contradicted: count,
    /** Numbers whose old and new limit field mean different limits, at most 500; `shown` is the one that counts. */
    limitFields: z.array(
      z.object({
        phoneNumberId: z.string(),
        displayPhoneNumber: z.string().nullable(),
        portfolioLimit: z.string().nullable(),
        legacyLimit: z.string().nullable(),
        shown: z.string().nullable(),
      }),
    ),
  }),
  /** Last seen first, at most 100. */
  unknownWords: z.object({ total: count, data: z.array(unknownWordShape) }),
  /** Of the last 30 days, newest first, at most 500. */
  gaps: z.object({ from: instant, total: count, data: z.array(gapShape) }),
  /** When a scheduler last gave a sign of life. */
  scheduler: z.object({ lastBeatAt: instant.nullable() }),
  /** Whether an outside watch is told that everything runs. */
  heartbeat: z.object({
    state: z.enum(["on", "off"]),
    /** When it was last told; null: never. */
    lastOkAt: instant.nullable(),
    /** When telling it failed, after the last success; null: it did not. */
    failedAt: instant.nullable(),
    /** The HTTP status that it answered then; null: no answer. */
    failedStatus: z.int().nullable(),
  }),
});
export type CollectorDto = z.infer<typeof collectorShape>;

/** `limit` and `cursor` page through `numbers`; the two ids narrow them. */
export const collectorQuery = pageQuery.extend({
  connectionId: z.string().max(64).optional(),
  wabaId: z.string().max(40).optional(),
});
export type CollectorQuery = z.infer<typeof collectorQuery>;

/** A webhook body that was set aside or belongs to nobody; the body itself is never shown. */
export const asideDeliveryShape = z.object({
  id: z.string(),
  connectionId: z.string().nullable(),
  state: z.enum(["quarantined", "orphan"]),
  /** When it first came. */
  receivedAt: instant,
  lastReceivedAt: instant,
  receivedCount: count,
  byteCount: count,
  /** Why, in words. */
  reason: z.string().nullable(),
  /** Changes in it that could not be read; null when nothing of it could. */
  brokenChanges: count.nullable(),
  /** What could be read of it: the names of management fields and the accounts they are about. */
  fields: z.array(z.string()),
  wabaIds: z.array(z.string()),
});
export type AsideDelivery = z.infer<typeof asideDeliveryShape>;

export const asideDeliveryQuery = pageQuery.extend({ state: z.enum(["quarantined", "orphan"]).optional() });
export type AsideDeliveryQuery = z.infer<typeof asideDeliveryQuery>;
export const asideDeliveryListShape = pageOf(asideDeliveryShape);
