import { z } from "zod";
import { isCountryCode } from "../core/registry/countries.ts";
import { declarableKinds, inKindOrder } from "../core/registry/declared-kinds.ts";
import { entryStates } from "../core/registry/entry-state.ts";
import { mostRampSteps, rampFault, rampUnits } from "../core/registry/ramp.ts";
import { instant, pageOf, pageQuery } from "./page.ts";
import { languageTag, wordingFindingShape } from "./wording-findings.ts";

export const methodKinds = [
  "website",
  "ivr",
  "whatsapp-thread",
  "sms",
  "qr-code",
  "ad",
  "in-person",
  "paper",
  "in-app-signup",
  "import",
  "other",
] as const;
export const methodStates = ["draft", "scheduled", "launched", "held", "retired"] as const;

/** Trimmed, not empty, and without half characters, which the database's JSON cannot hold. */
export const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^\P{Cs}*$/u, "holds half a character (a lone surrogate)");
const name = text(120);
/** As long as a key, which is an entry's name until somebody gives it another. */
const entryName = text(128);
const owner = text(120);
const tags = z.array(text(40)).max(20, "must be at most 20");
export const id = z.string().min(1, "must be chosen").max(80);
const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountryCode, "must be a country's two letters (ISO 3166-1), such as DE");
export const givenInstant = z.iso.datetime({
  offset: true,
  error: "must be a time with its zone, such as 2026-05-01T09:00:00Z",
});
/** Part of a name or key, in any case. */
const search = z.string().trim().max(128).optional();

/**
 * What data names a source or campaign by. As wide as what data may carry, control characters apart: an entry can be
 * registered under whatever key a system sends.
 */
const registryKey = z
  .string()
  .trim()
  .min(1, { error: "must not be empty", abort: true })
  .max(128, "must have at most 128 characters")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must not contain line breaks, tabs or other control characters")
  .regex(/[^\p{Z}\p{C}\p{Variation_Selector}]/u, "must have a character that can be seen")
  .normalize("NFC");

const rampShape = z.object({
  unit: z.enum(rampUnits),
  /** Days since the launch, and at most so much a day from then on; of `share` a fraction of all opt-ins. */
  steps: z.array(z.object({ fromDay: z.int(), amount: z.number() })),
});
const ramp = z
  .strictObject({
    unit: z.enum(rampUnits),
    steps: z.array(z.strictObject({ fromDay: z.int(), amount: z.number() })).max(mostRampSteps + 1),
  })
  .superRefine((given, context) => {
    const fault = rampFault(given);
    if (fault !== null) {
      const path = fault.path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
      context.addIssue({ code: "custom", path, message: fault.message });
    }
  });
/** Kinds of messages that people are told of where they opt in. */
export const declaredKindsShape = z.array(
  z.object({
    kind: z.enum(declarableKinds),
    /** As the wording says it, "order updates"; null: nobody wrote it down. */
    words: z.string().nullable(),
  }),
);
const declaredKinds = z
  .array(z.strictObject({ kind: z.enum(declarableKinds), words: text(200).nullable().default(null) }))
  .min(1, "must name a kind of message; null when nothing is declared")
  .superRefine((given, context) => {
    for (const [at, { kind }] of given.entries()) {
      if (given.findIndex((one) => one.kind === kind) < at) {
        context.addIssue({ code: "custom", path: [at, "kind"], message: "is named twice" });
      }
    }
  })
  .transform(inKindOrder);
/** Why something was done, for those who read its history. */
export const reason = text(500);

/** A way in which people opt in, as launched. */
export const activationMethodShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(methodKinds),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  state: z.enum(methodStates),
  launchedAt: instant.nullable(),
  /** When the launch was meant to be; null: nobody has said. */
  plannedLaunchAt: instant.nullable(),
  /** How it is meant to grow; null: nobody has said. */
  ramp: rampShape.nullable(),
  /** For its sources that declare nothing themselves; null: nothing is declared. */
  declaredKinds: declaredKindsShape.nullable(),
  createdAt: instant,
  updatedAt: instant.nullable(),
  /** Sources that belong to it, without those merged into another. */
  sourceCount: z.int(),
});
export type ActivationMethodDto = z.infer<typeof activationMethodShape>;
export const activationMethodListShape = pageOf(activationMethodShape);
export const activationMethodListQuery = z.strictObject({
  ...pageQuery.shape,
  state: z.enum(methodStates).optional(),
  q: search,
});
export type ActivationMethodListQuery = z.infer<typeof activationMethodListQuery>;

export const createActivationMethodBody = z.strictObject({
  name,
  kind: z.enum(methodKinds),
  owner: owner.optional(),
  tags: tags.optional(),
  /** Past: launched then. Future: scheduled. Absent: a draft. */
  launchedAt: givenInstant.optional(),
  /** A plan, nothing happens by itself then; of a scheduled method, its launch if absent. */
  plannedLaunchAt: givenInstant.optional(),
  ramp: ramp.optional(),
  declaredKinds: declaredKinds.optional(),
});
export type CreateActivationMethodBody = z.infer<typeof createActivationMethodBody>;
export const updateActivationMethodBody = z.strictObject({
  name: name.optional(),
  kind: z.enum(methodKinds).optional(),
  owner: owner.nullable().optional(),
  tags: tags.optional(),
  /** Until it is launched; null makes it a draft again. */
  launchedAt: givenInstant.nullable().optional(),
  /** Until it is launched; null: no plan. */
  plannedLaunchAt: givenInstant.nullable().optional(),
  ramp: ramp.nullable().optional(),
  /** Null: nothing is declared. */
  declaredKinds: declaredKinds.nullable().optional(),
});
export type UpdateActivationMethodBody = z.infer<typeof updateActivationMethodBody>;
export const moveActivationMethodBody = z.strictObject({ reason: reason.optional() });
export const launchActivationMethodBody = moveActivationMethodBody.extend({
  /** Absent: now. Future: scheduled. */
  launchedAt: givenInstant.optional(),
});
export type LaunchActivationMethodBody = z.infer<typeof launchActivationMethodBody>;

const entryReference = z.object({ id: z.string(), key: z.string(), name: z.string() });
export type EntryReferenceDto = z.infer<typeof entryReference>;

/** Data names it by its key, which never changes; people by its name. */
export const campaignShape = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  /** unregistered: the key came in with data and nobody has claimed it. */
  state: z.enum(entryStates),
  /** The entry that stands for this one since they were merged. */
  mergedInto: entryReference.nullable(),
  /** Entries that were merged into this one, and can be split off. */
  mergedEntries: z.array(entryReference),
  createdAt: instant,
  updatedAt: instant.nullable(),
});
export type CampaignDto = z.infer<typeof campaignShape>;
export const campaignListShape = pageOf(campaignShape);
export const campaignListQuery = z.strictObject({
  ...pageQuery.shape,
  state: z.enum(entryStates).optional(),
  q: search,
});
export type CampaignListQuery = z.infer<typeof campaignListQuery>;

/** The concrete place where a method runs. */
export const optInSourceShape = campaignShape.extend({
  /** Null while nobody has claimed the source. */
  activationMethodId: z.string().nullable(),
  activationMethodName: z.string().nullable(),
  /** Where it is: ISO 3166-1 alpha-2; null: not said. */
  country: z.string().nullable(),
  /** What is declared here; null: nothing, and what its method declares counts. */
  declaredKinds: declaredKindsShape.nullable(),
});
export type OptInSourceDto = z.infer<typeof optInSourceShape>;
export const optInSourceListShape = pageOf(optInSourceShape);
export const optInSourceListQuery = campaignListQuery.extend({ activationMethodId: id.optional() });
export type OptInSourceListQuery = z.infer<typeof optInSourceListQuery>;

export const createCampaignBody = z.strictObject({
  key: registryKey,
  name: entryName,
  owner: owner.optional(),
  tags: tags.optional(),
});
export type CreateCampaignBody = z.infer<typeof createCampaignBody>;
export const createOptInSourceBody = createCampaignBody.extend({
  activationMethodId: id,
  country: country.optional(),
  declaredKinds: declaredKinds.optional(),
});
export type CreateOptInSourceBody = z.infer<typeof createOptInSourceBody>;

export const updateCampaignBody = z.strictObject({
  name: entryName.optional(),
  owner: owner.nullable().optional(),
  tags: tags.optional(),
});
export const updateOptInSourceBody = updateCampaignBody.extend({
  activationMethodId: id.optional(),
  /** Null: no longer said. */
  country: country.nullable().optional(),
  /** Null: nothing is declared here. */
  declaredKinds: declaredKinds.nullable().optional(),
});
export type UpdateEntryBody = z.infer<typeof updateOptInSourceBody>;

export const claimCampaignBody = z.strictObject({
  /** Absent: its key stays its name. */
  name: entryName.optional(),
  owner: owner.optional(),
  tags: tags.optional(),
});
export const claimOptInSourceBody = claimCampaignBody.extend({
  activationMethodId: id,
  country: country.optional(),
  declaredKinds: declaredKinds.optional(),
});
export type ClaimEntryBody = z.infer<typeof claimCampaignBody> &
  Partial<Pick<z.infer<typeof claimOptInSourceBody>, "activationMethodId" | "country" | "declaredKinds">>;

export const mergeEntryBody = z.strictObject({
  /** The id of the entry that will stand for this one. */
  into: id,
});
export type MergeEntryBody = z.infer<typeof mergeEntryBody>;

/** One thing that was done to an entry. */
export const registryChangeShape = z.object({
  id: z.string(),
  /** created, seen, claimed, renamed, changed, merged, split-off, wording, launched, held, resumed, retired, review-asked, review-approved or review-refused */
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
  occurredAt: instant,
  recordedAt: instant,
  actorName: z.string(),
});
export type RegistryChangeDto = z.infer<typeof registryChangeShape>;
export const registryChangeListShape = pageOf(registryChangeShape);

/** What people read where they opt in. */
export const sourceWordingShape = z.object({
  id: z.string(),
  /** 1, 2, 3 … in the order in which they were added. */
  version: z.int(),
  language: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  effectiveAt: instant,
  createdAt: instant,
  /** The name that it was held against. */
  business: z.string(),
  /** What docs/wording-rules.md says of it. */
  findings: z.array(wordingFindingShape),
});
export type SourceWordingDto = z.infer<typeof sourceWordingShape>;
export const sourceWordingListShape = pageOf(sourceWordingShape);
export const addSourceWordingBody = z.strictObject({
  language: languageTag,
  text: text(4000),
  /** Where it can be seen. */
  url: z
    .url({ protocol: /^https?$/, error: "must be a web address that begins with https:// or http://" })
    .max(2000)
    .optional(),
  /** From when on people read it. */
  effectiveAt: givenInstant,
});
export type AddSourceWordingBody = z.infer<typeof addSourceWordingBody>;
