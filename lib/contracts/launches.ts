import { z } from "zod";
import { checklistKeys } from "../core/registry/launch-checklist.ts";
import { allowedOrigins, paceBounds, paceLacks } from "../core/pace/plan-pace.ts";
import { calendarKinds } from "../core/registry/launch-calendar.ts";
import { rampUnits } from "../core/registry/ramp.ts";
import { instant, pageOf, pageQuery, rangeEnd } from "./page.ts";

const day = z.iso.date();

/** Opt-ins from a place that nobody had registered: a launch that nobody announced. */
export const unannouncedLaunchShape = z.object({
  sourceId: z.string(),
  key: z.string(),
  /** When data first named it. */
  firstSeenAt: instant,
  /** The hour of the first opt-in: earlier than it was seen when a history was sent. */
  firstOptInAt: instant,
  /** The day, of UTC, of the newest one. */
  lastOptInOn: day,
  optIns: z.int(),
  /** People who had not opted in there before. */
  contactsGained: z.int(),
});
export type UnannouncedLaunchDto = z.infer<typeof unannouncedLaunchShape>;
export const unannouncedLaunchListShape = pageOf(unannouncedLaunchShape);
export const unannouncedLaunchListQuery = pageQuery;

export const launchCalendarQuery = z.strictObject({
  /** 31 days ago if absent. */
  from: rangeEnd.optional(),
  /** 93 days after `from` if absent. */
  to: rangeEnd.optional(),
});
export type LaunchCalendarQuery = z.infer<typeof launchCalendarQuery>;

export const launchCalendarEntryShape = z.object({
  kind: z.enum(calendarKinds),
  at: instant,
  /** Of a hold: when it ended; null: it goes on, or the entry is a moment. */
  until: instant.nullable(),
  methodId: z.string().nullable(),
  sourceId: z.string().nullable(),
  /** Of the method; of an unannounced launch its key. */
  name: z.string(),
  plannedAt: instant.nullable(),
  /** Of a step of a ramp: at most so much a day from then on; of `share` a fraction of all opt-ins. */
  step: z.object({ unit: z.enum(rampUnits), amount: z.number() }).nullable(),
  optIns: z.int().nullable(),
});
export type LaunchCalendarEntryDto = z.infer<typeof launchCalendarEntryShape>;
export const launchCalendarShape = z.object({
  /** In order of time. */
  data: z.array(launchCalendarEntryShape),
  from: instant,
  to: instant,
  /** More than 1,000 entries: the later ones are left out. */
  isCut: z.boolean(),
});
export type LaunchCalendarDto = z.infer<typeof launchCalendarShape>;

/** A ramp held against what happened, by days of UTC. */
export const methodRampShape = z.object({
  /** What the ramp is in; null: there is no ramp. */
  unit: z.enum(rampUnits).nullable(),
  /** The day of the launch, or of its plan; null: nobody has said. */
  startsOn: day.nullable(),
  isLaunched: z.boolean(),
  /** The oldest first; the newest 120 since the launch. Empty before it. */
  days: z.array(
    z.object({
      day,
      /** 0: the day of the launch. */
      sinceLaunch: z.int(),
      /** At most so much was meant to come; null: nothing was planned. */
      planned: z.number().nullable(),
      optIns: z.int(),
      deliveries: z.int(),
      /** Of all opt-ins of the day; null on a day without any. */
      share: z.number().nullable(),
      /** The figure above that the ramp is in; null without a ramp. */
      actual: z.number().nullable(),
      /** False: the day is not over. */
      isWhole: z.boolean(),
    }),
  ),
});
export type MethodRampDto = z.infer<typeof methodRampShape>;

/** A method held against the opt-in policy and what goes with it. */
export const launchChecklistShape = z.object({
  items: z.array(
    z.object({
      key: z.enum(checklistKeys),
      /** unknown: nothing is noted that could say. */
      state: z.enum(["done", "open", "unknown"]),
      /** Of what is counted (current wordings, sources, opinions), so many are right. */
      right: z.int(),
      of: z.int(),
      /** The sources where it is open, at most 20. */
      sources: z.array(z.object({ id: z.string(), name: z.string() })),
      moreSources: z.int(),
    }),
  ),
  /** The name that wordings were held against first. */
  business: z.string(),
  /** Points to check by the law of the countries of its sources; not advice. Without points: none are kept here for it. */
  law: z.array(
    z.object({
      country: z.string(),
      points: z.array(z.object({ law: z.string(), check: z.string(), url: z.string().nullable() })),
    }),
  ),
});
export type LaunchChecklistDto = z.infer<typeof launchChecklistShape>;

export const methodPaceQuery = z.strictObject({
  /** Percent of cases in which the number stays within what is allowed; 90 if absent. */
  level: z.enum(["80", "90", "95", "99"]).optional(),
});
export type MethodPaceQuery = z.infer<typeof methodPaceQuery>;

/** At most so many messages a day of the method; null: no bound, or nothing can be said. */
const perDay = z.number().nullable();

/** How much a method may send so that even a bad case keeps its numbers within their quality budgets. */
export const methodPaceShape = z.object({
  level: z.number(),
  belief: z.object({
    /** What the guard counted, or an assumption made before anything was. */
    from: z.enum(["guard", "assumed"]),
    /** Times the rate of everything else that the method does not pass with the chance of the level. */
    badCase: z.number(),
  }),
  /** Messages to a new contact in the week of the opt-in and the one after. */
  messagesPerContact: z.object({
    messages: z.number(),
    from: z.enum(["method", "others", "assumed"]),
    /** That were counted; null: an assumption. */
    contacts: z.number().nullable(),
  }),
  /** Those that the method sends from; while there are none, the 20 that send most. */
  numbers: z.array(
    z.object({
      phoneNumberId: z.string(),
      name: z.string().nullable(),
      perDay,
      /** New contacts a day that these messages are enough for. */
      intakePerDay: perDay,
      bound: z.enum(paceBounds).nullable(),
      lack: z.enum(paceLacks).nullable(),
      reason: z.string(),
      /** Chance that the number stays within what is allowed without the method; null: not reckoned. */
      chanceWithout: z.number().nullable(),
      /** Everything else of the last 28 closed days. */
      baseline: z.object({ days: z.int(), messages: z.number(), events: z.number() }),
      allowedRate: z.number().nullable(),
      /** `own-history`: nobody set it, a quarter above what is usual. */
      allowedFrom: z.enum(allowedOrigins).nullable(),
      /** Messages of the method. Today is not over. */
      sentToday: z.number(),
      sentYesterday: z.number(),
      /** From today, or the launch: an expectation, should the method turn out as good as the others. */
      calendar: z.array(z.object({ day, perDay, intakePerDay: perDay, bound: z.enum(paceBounds) })),
    }),
  ),
});
export type MethodPaceDto = z.infer<typeof methodPaceShape>;

/** The part of the endpoint table (endpoints.ts) about launches. */
export const launchEndpoints = {
  listUnannouncedLaunches: {
    method: "GET",
    path: "/api/v1/launches/unannounced",
    summary: "Unregistered places that people opted in at, newest first: launches that nobody announced",
    right: "registry.read",
    query: unannouncedLaunchListQuery,
    response: unannouncedLaunchListShape,
    status: 200,
  },
  getLaunchCalendar: {
    method: "GET",
    path: "/api/v1/launches/calendar",
    summary: "Planned and real launches, steps of ramps, holds, ends and unannounced launches in a range",
    right: "registry.read",
    query: launchCalendarQuery,
    response: launchCalendarShape,
    status: 200,
  },
  getLaunchChecklist: {
    method: "GET",
    path: "/api/v1/activation-methods/{id}/checklist",
    summary:
      "A method held against the opt-in policy: its wordings, evidence, opinions, and points of law to check",
    right: "registry.read",
    response: launchChecklistShape,
    status: 200,
  },
  getMethodRamp: {
    method: "GET",
    path: "/api/v1/activation-methods/{id}/ramp",
    summary: "What was planned for each day since the launch, and what came in",
    right: "registry.read",
    response: methodRampShape,
    status: 200,
  },
  getMethodPace: {
    method: "GET",
    path: "/api/v1/activation-methods/{id}/pace",
    summary:
      "How much a method may send a day so that even a bad case keeps its numbers within their budgets",
    right: "quality.read",
    query: methodPaceQuery,
    response: methodPaceShape,
    status: 200,
  },
} as const;
