import type {
  Colour,
  LimitTier,
  OptInSource,
  PhoneNumber,
  Portfolio,
  Template,
  Waba,
} from "./world-model.ts";

/** The short form in which stories and tests describe a world; everything left out gets an ordinary value. */
export interface PortfolioBlueprint {
  readonly id: string;
  readonly name: string;
  readonly verificationStatus?: string;
  readonly limit?: LimitTier;
  readonly wabas: readonly WabaBlueprint[];
  readonly sources?: readonly SourceBlueprint[];
}

export interface WabaBlueprint {
  readonly id: string;
  readonly name: string;
  readonly country?: string;
  readonly currency?: string;
  readonly timezoneId?: string;
  readonly relation?: "owned" | "client";
  /** Default true. Meta offers template insights in no country of the European Union. */
  readonly insightsEnabled?: boolean;
  readonly phoneNumbers: readonly PhoneNumberBlueprint[];
  readonly templates?: readonly TemplateBlueprint[];
}

export interface PhoneNumberBlueprint {
  readonly id: string;
  readonly displayPhoneNumber: string;
  readonly verifiedName: string;
  readonly country?: string;
  readonly rating?: Colour;
  readonly onboardedDaysAgo?: number;
  readonly usualDailySends?: number;
}

interface TemplateBlueprint {
  readonly id: string;
  readonly name: string;
  readonly language?: string;
  readonly category?: Template["category"];
  readonly score?: Colour;
  readonly bodyText?: string;
  readonly buttons?: readonly string[];
  readonly usualDailySends?: number;
}

export interface SourceBlueprint {
  readonly key: string;
  readonly name: string;
  readonly campaign: string;
  readonly phoneNumberId: string;
  readonly templateId: string;
  readonly sendsPerHour: number;
  readonly blockTendency: number;
  /** False for a source that a story or a test launches later. */
  readonly active?: boolean;
  /** Default 0.006. */
  readonly unreachableShare?: number;
  /** Default 0. */
  readonly stoppedShare?: number;
  /** Default false. */
  readonly ignoresStops?: boolean;
  /** Default 4,000 people. */
  readonly audience?: number;
  /** Default "en". */
  readonly language?: string;
  readonly adId?: string;
  /** What its sender writes beside a message. Default: campaign, source and template. */
  readonly writes?: "everything" | "no-source" | "nothing";
}

const day = 86_400_000;

/** Builds a live portfolio; `now` is the real instant at which the world begins. */
export function buildPortfolio(blueprint: PortfolioBlueprint, now: number): Portfolio {
  return {
    id: blueprint.id,
    name: blueprint.name,
    verificationStatus: blueprint.verificationStatus ?? "verified",
    limit: blueprint.limit ?? "TIER_10K",
    wabas: blueprint.wabas.map((waba) => buildWaba(blueprint.id, waba, now)),
  };
}

function buildWaba(portfolioId: string, blueprint: WabaBlueprint, now: number): Waba {
  return {
    id: blueprint.id,
    portfolioId,
    name: blueprint.name,
    relation: blueprint.relation ?? "owned",
    country: blueprint.country ?? "DE",
    currency: blueprint.currency ?? "EUR",
    timezoneId: blueprint.timezoneId ?? "57",
    status: "ACTIVE",
    accountReviewStatus: "APPROVED",
    createdAt: now - 400 * day,
    isEnabledForInsights: blueprint.insightsEnabled ?? true,
    restrictedUntil: null,
    strikes: 0,
    phoneNumbers: blueprint.phoneNumbers.map((number) =>
      buildPhoneNumber({ wabaId: blueprint.id, country: blueprint.country ?? "DE", blueprint: number, now }),
    ),
    templates: (blueprint.templates ?? []).map((template) => buildTemplate(blueprint.id, template, now)),
  };
}

/** Builds one number; exported so that a story can onboard one later. */
export function buildPhoneNumber(input: {
  readonly wabaId: string;
  readonly country: string;
  readonly blueprint: PhoneNumberBlueprint;
  readonly now: number;
}): PhoneNumber {
  const { blueprint, now } = input;
  const colour = blueprint.rating ?? "GREEN";
  return {
    id: blueprint.id,
    wabaId: input.wabaId,
    displayPhoneNumber: blueprint.displayPhoneNumber,
    verifiedName: blueprint.verifiedName,
    country: blueprint.country ?? input.country,
    rating: colour,
    ratedAt: now,
    reasons: [],
    status: "CONNECTED",
    nameStatus: "APPROVED",
    newNameStatus: null,
    codeVerificationStatus: "VERIFIED",
    accountMode: "LIVE",
    platformType: "CLOUD_API",
    throughput: "STANDARD",
    isOfficialBusinessAccount: false,
    onboardedAt: now - (blueprint.onboardedDaysAgo ?? 200) * day,
    usualDailySends: blueprint.usualDailySends ?? 400,
    override: null,
    modelColour: colour,
  };
}

function buildTemplate(wabaId: string, blueprint: TemplateBlueprint, now: number): Template {
  return {
    id: blueprint.id,
    wabaId,
    name: blueprint.name,
    language: blueprint.language ?? "en",
    category: blueprint.category ?? "MARKETING",
    previousCategory: null,
    status: "APPROVED",
    rejectedReason: null,
    score: blueprint.score ?? "GREEN",
    scoredAt: now,
    bodyText: blueprint.bodyText ?? "Hello {{1}}, there is news for you.",
    buttons: [...(blueprint.buttons ?? [])],
    createdAt: now - 120 * day,
    updatedAt: now - 30 * day,
    usualDailySends: blueprint.usualDailySends ?? 200,
  };
}

/** Builds the hidden opt-in sources of a portfolio. */
export function buildSources({ wabas, sources = [] }: PortfolioBlueprint): OptInSource[] {
  const templates = wabas.flatMap((waba) => waba.templates ?? []);
  const nameOf = (id: string) => templates.find((template) => template.id === id)?.name ?? id;
  return sources.map((blueprint) => buildSource(blueprint, nameOf(blueprint.templateId)));
}

function buildSource(blueprint: SourceBlueprint, templateName: string): OptInSource {
  return {
    key: blueprint.key,
    name: blueprint.name,
    phoneNumberId: blueprint.phoneNumberId,
    templateId: blueprint.templateId,
    opaqueData: opaqueDataOf(blueprint, templateName),
    sendsPerHour: blueprint.sendsPerHour,
    blockTendency: blueprint.blockTendency,
    active: blueprint.active ?? true,
    unreachableShare: blueprint.unreachableShare ?? 0.006,
    stoppedShare: blueprint.stoppedShare ?? 0,
    ignoresStops: blueprint.ignoresStops ?? false,
    audience: blueprint.audience ?? 4_000,
    language: blueprint.language ?? "en",
    adId: blueprint.adId ?? null,
  };
}

/** Meta's statuses name neither campaign nor source nor template: only the sender can. Some do not. */
function opaqueDataOf({ campaign, key, writes = "everything" }: SourceBlueprint, template: string): string {
  if (writes === "nothing") return "";
  return `c=${campaign};${writes === "no-source" ? "" : `s=${key};`}t=${template}`;
}
