import { z } from "zod";
import { holdModes, mostRampBackSteps, rampBackFault } from "../core/holding/hold-rules.ts";
import { holdStates, orderKinds } from "../core/holding/hold.ts";
import { instant, pageOf, pageQuery } from "./page.ts";
import { givenInstant, id, reason } from "./registry.ts";

const path = "/api/v1/holds";

/** How the organization has sends held. */
export const holdSettingsShape = z.object({
  mode: z.enum(holdModes),
  /** Where orders go, without the part of the address that may be secret; null: nowhere yet. */
  target: z.string().nullable(),
  /** When this receiver accepted a dry run last; null: it never did. */
  dryRunAcceptedAt: instant.nullable(),
  /** Whether a harmful verdict asks for a hold by itself; people still have to agree. */
  proposes: z.boolean(),
  /** People who must agree. */
  approvals: z.int(),
  coolDownHours: z.int(),
  /** Shares of the usual volume on the way back. */
  rampSteps: z.array(z.number()),
  rampStepHours: z.int(),
  updatedAt: instant.nullable(),
  updatedBy: z.string().nullable(),
});
export type HoldSettingsDto = z.infer<typeof holdSettingsShape>;

const wholeHours = (least: number, most: number) => {
  const range = `must be a whole number, ${least} to ${most}`;
  return z.int(range).min(least, range).max(most, range);
};
export const updateHoldSettingsBody = z
  .strictObject({
    mode: z.enum(holdModes, `must be one of ${holdModes.join(", ")}`).optional(),
    proposes: z.boolean("must be true or false").optional(),
    /** 1 lets one person hold sends alone. */
    approvals: z.int("must be 1 or 2").min(1, "must be 1 or 2").max(2, "must be 1 or 2").optional(),
    coolDownHours: wholeHours(1, 720).optional(),
    rampSteps: z
      .array(z.number("must be a number"))
      .max(mostRampBackSteps, `must have 1 to ${mostRampBackSteps} steps`)
      .superRefine((steps, check) => {
        const fault = rampBackFault(steps);
        if (fault !== null) check.addIssue({ code: "custom", message: fault });
      })
      .optional(),
    rampStepHours: wholeHours(1, 720).optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: "must name a setting",
  });
export type UpdateHoldSettingsBody = z.infer<typeof updateHoldSettingsBody>;

export const setHoldReceiverBody = z.strictObject({
  url: z.url("must be a web address").max(2_000, "must have at most 2000 characters"),
  /** Made when absent. */
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "must be whsec_ and at least 24 bytes in base64")
    .max(200, "must have at most 200 characters")
    .optional(),
});
export type SetHoldReceiverBody = z.infer<typeof setHoldReceiverBody>;
/** The secret is shown this once. */
export const holdReceiverShape = holdSettingsShape.extend({ secret: z.string() });
export type HoldReceiverDto = z.infer<typeof holdReceiverShape>;

export const holdTestShape = z.object({
  outcome: z.enum(["accepted", "retry", "failed"]),
  detail: z.string(),
});
export type HoldTestDto = z.infer<typeof holdTestShape>;

const approval = z.object({ id: z.string(), name: z.string(), at: instant });

/** One hold of a launch. */
export const holdShape = z.object({
  id: z.string(),
  activationMethodId: z.string(),
  methodName: z.string(),
  /** Only these of its sources; empty: all of them. */
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
  state: z.enum(holdStates),
  dryRun: z.boolean(),
  /** Asked for by the watch over launches and not by a person. */
  isProposal: z.boolean(),
  reason: z.string(),
  askedAt: instant,
  askedBy: z.string(),
  expiresAt: instant,
  approvalsNeeded: z.int(),
  approvals: z.array(approval),
  releaseApprovals: z.array(approval),
  /** When the receiver accepted the order to hold; null: it has not, or it was a dry run. */
  heldAt: instant.nullable(),
  /** Of the usual volume: what the receiver accepted last; null: nothing yet. */
  share: z.number().nullable(),
  /** Before this no step of the way back is taken by itself. */
  coolDownUntil: instant.nullable(),
  /** Steps of the way back that are still to come. */
  wayBack: z.array(z.object({ share: z.number(), at: instant })),
  /** Somebody wants it to stay as it is. */
  isKept: z.boolean(),
  /** Why a step that was due was not taken. */
  stayReason: z.string().nullable(),
  /** The order given last. */
  order: z.object({ kind: z.enum(orderKinds), share: z.number() }).nullable(),
  endedAt: instant.nullable(),
  updatedAt: instant,
});
export type HoldDto = z.infer<typeof holdShape>;
export const holdListShape = pageOf(holdShape);
export type HoldListDto = z.infer<typeof holdListShape>;

export const holdDetailShape = holdShape.extend({
  /** What the watch over launches said when it was asked; null: nothing yet. */
  evidence: z
    .object({
      verdict: z.string(),
      headline: z.string(),
      rateRatio: z.number().nullable(),
      interval: z.array(z.number().nullable()).nullable(),
      exposures: z.number().nullable(),
      signals: z.number().nullable(),
      since: instant.nullable(),
    })
    .nullable(),
  events: z.array(z.object({ at: instant, actorName: z.string().nullable(), text: z.string() })),
  orders: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(orderKinds),
      share: z.number(),
      dryRun: z.boolean(),
      state: z.enum(["waiting", "sending", "accepted", "failed", "replaced"]),
      createdAt: instant,
      attempts: z.array(z.object({ number: z.int(), at: instant, outcome: z.string(), detail: z.string() })),
    }),
  ),
  /** What was counted since the receiver accepted the order to hold; null: it has not, or the hold is over. */
  since: z.object({ at: instant, messages: z.number() }).nullable(),
  /** Meta's own state of the numbers that it was sent from in the week before: ours and Meta's are two things. */
  meta: z.array(
    z.object({
      phoneNumberId: z.string(),
      name: z.string().nullable(),
      qualityRating: z.string().nullable(),
      status: z.string().nullable(),
    }),
  ),
});
export type HoldDetailDto = z.infer<typeof holdDetailShape>;

export const holdListQuery = pageQuery.extend({
  activationMethodId: z.string().max(80).optional(),
  state: z.enum(holdStates).optional(),
});
export type HoldListQuery = z.infer<typeof holdListQuery>;

export const askHoldBody = z.strictObject({
  activationMethodId: id,
  /** Only these of its sources. */
  sourceIds: z.array(id).max(100, "must be at most 100").optional(),
  reason,
});
export type AskHoldBody = z.infer<typeof askHoldBody>;
export const declineHoldBody = z.strictObject({ reason: reason.optional() });
export type DeclineHoldBody = z.infer<typeof declineHoldBody>;
export const keepHoldBody = z.strictObject({
  /** False: the way back goes on. */
  keep: z.boolean("must be true or false"),
});
export type KeepHoldBody = z.infer<typeof keepHoldBody>;

export const whatIfHeldQuery = z.strictObject({
  /** As if no message had been sent from then on. */
  at: givenInstant,
});
export type WhatIfHeldQuery = z.infer<typeof whatIfHeldQuery>;

const rate = z.object({
  messages: z.number(),
  signals: z.number(),
  /** Negative signals per 1,000 messages with its 95 % interval; null: no messages. */
  per1000: z.object({ rate: z.number(), low: z.number(), high: z.number() }).nullable(),
});
/** What would not have happened. Held messages are taken as not sent at all. */
export const whatIfHeldShape = z.object({
  at: instant,
  /** Until the hold that was ordered, or now. */
  until: instant,
  /** Of the launch, that were sent in that time. */
  messages: z.number(),
  /** Of these, so many are younger than three days: signals that answer them are still to come. */
  youngMessages: z.number(),
  /** Negative signals that answer them, by kind. */
  signals: z.object({ total: z.number(), block: z.number(), report: z.number(), opt_out: z.number() }),
  /** The seven days to now, which Meta's rating looks at, with what was sent and without. */
  numbers: z.array(
    z.object({ phoneNumberId: z.string(), name: z.string().nullable(), as: rate, without: rate }),
  ),
  /** Small groups are not shown. */
  suppressed: z.boolean(),
});
export type WhatIfHeldDto = z.infer<typeof whatIfHeldShape>;

const act = { method: "POST", right: "registry.hold", response: holdShape, status: 200 } as const;
const empty = z.strictObject({});

/** The part of the endpoint table (endpoints.ts) about holding sends. */
export const holdEndpoints = {
  getHoldSettings: {
    method: "GET",
    path: "/api/v1/hold-settings",
    summary: "Where orders to hold sends go, and under which rules",
    right: "registry.read",
    response: holdSettingsShape,
    status: 200,
  },
  updateHoldSettings: {
    method: "PATCH",
    path: "/api/v1/hold-settings",
    summary: "Change the rules of holds: off, dry run or live, approvals, cool-down, the way back",
    right: "organization.write",
    body: updateHoldSettingsBody,
    response: holdSettingsShape,
    status: 200,
  },
  setHoldReceiver: {
    method: "PUT",
    path: "/api/v1/hold-settings/receiver",
    summary: "Say where orders go; the signing secret is shown once, and a dry run is needed again",
    right: "organization.write",
    body: setHoldReceiverBody,
    response: holdReceiverShape,
    keepsNoAnswer: true,
    status: 200,
  },
  testHoldReceiver: {
    method: "POST",
    path: "/api/v1/hold-settings/test",
    summary: "Send a dry run to the receiver now and say what it answered",
    right: "organization.write",
    body: empty,
    response: holdTestShape,
    status: 200,
  },
  listHolds: {
    method: "GET",
    path,
    summary: "Holds of launches, newest first",
    right: "registry.read",
    query: holdListQuery,
    response: holdListShape,
    status: 200,
  },
  askHold: {
    method: "POST",
    path,
    summary: "Ask for a hold of a launch or some of its sources; the person who asks agrees to it",
    right: "registry.hold",
    body: askHoldBody,
    response: holdShape,
    status: 201,
  },
  getHold: {
    method: "GET",
    path: `${path}/{id}`,
    summary: "One hold with its history, its orders and what the receiver answered",
    right: "registry.read",
    response: holdDetailShape,
    status: 200,
  },
  approveHold: { ...act, path: `${path}/{id}/approve`, summary: "Agree to a hold", body: empty },
  declineHold: {
    ...act,
    path: `${path}/{id}/decline`,
    summary: "Decline a hold, or give up one that could not be delivered",
    body: declineHoldBody,
  },
  keepHold: {
    ...act,
    path: `${path}/{id}/keep`,
    summary: "Keep a hold as it is until told otherwise, or let the way back go on",
    body: keepHoldBody,
  },
  holdAgain: {
    ...act,
    path: `${path}/{id}/hold-again`,
    summary: "Hold all sends again while they are on their way back",
    body: empty,
  },
  releaseHold: {
    ...act,
    path: `${path}/{id}/release`,
    summary: "Ask for the release before its time, or agree to it",
    body: empty,
  },
  retryHold: {
    ...act,
    path: `${path}/{id}/retry`,
    summary: "Send an order that could not be delivered again",
    body: empty,
  },
  getWhatIfHeld: {
    method: "GET",
    path: "/api/v1/activation-methods/{id}/what-if-held",
    summary: "What would not have happened had the launch been held at an instant",
    right: "quality.read",
    query: whatIfHeldQuery,
    response: whatIfHeldShape,
    status: 200,
  },
} as const;
