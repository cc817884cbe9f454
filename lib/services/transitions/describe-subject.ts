import { areOfSandbox } from "../../adapters/db/budgets.ts";
import { findViolations } from "../../adapters/db/opt-out-watch.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import { findSpike } from "../../adapters/db/spikes.ts";
import { spikeTitle } from "../../core/detection/spike-words.ts";
import { describeBudget } from "../budgets/describe-budget.ts";
import { describeGuard } from "../guards/describe-guard.ts";
import { openSpikeNames } from "../spikes/open-spike-names.ts";
import { toSpikeDto } from "../spikes/spike-dto.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import type { StoredTransition } from "../../adapters/db/transitions.ts";
import { incidentKindOf } from "../../core/alerting/incident-step.ts";
import type { IncidentSubject } from "../../core/alerting/incident-words.ts";
import { decideMessagingLimit, messagingLimitLabel } from "../../core/quality/messaging-limit.ts";
import { tokenEnd } from "../../core/collection/token-expiry.ts";

export interface DescribedSubject extends IncidentSubject {
  /** Ids for programs: what the incident is about. */
  readonly ids: Record<string, string>;
}

/** What most subjects have nothing to say of. */
const nothing = {
  wabaName: null,
  heldUntil: null,
  messagingLimit: null,
  names: [],
  endsAt: null,
  trouble: null,
  spike: null,
  budget: null,
  guard: null,
} as const;

/** The names and figures that the words about a transition need. */
export async function describeSubject(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  switch (transition.subjectKind) {
    case "connection":
      return describeConnection(db, transition);
    case "waba":
      return describeWaba(db, transition);
    case "phone-number":
      return describeNumber(db, transition);
    case "opt-in-source":
      return transition.field === "launch_guard"
        ? describeLaunch(db, transition)
        : describeSource(db, transition);
    case "activation-method":
      return describeLaunch(db, transition);
  }
}

const seen = (transition: StoredTransition) => ({
  ...nothing,
  kind: incidentKindOf(transition.field),
  from: transition.from,
  to: transition.to,
  seenAt: transition.occurredAt,
});

async function describeConnection(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectId: id, field } = transition;
  const connection = await db.connection.findUnique({ where: { organizationId_id: { organizationId, id } } });
  const accounts = aboutAccounts.has(field) ? await describeAccounts(db, transition) : null;
  const trouble = (connection?.lastError as { message?: unknown } | null)?.message;
  return {
    ...seen(transition),
    name: connection?.name ?? id,
    heldUntil: field === "collector" ? dateIn(transition.from) : (accounts?.lastWebhookAt ?? null),
    names: accounts?.names ?? (field === "graph_field" ? namesIn(transition) : []),
    endsAt: field === "token_expiry" ? endOf(connection?.token) : null,
    trouble: field === "collector" && typeof trouble === "string" ? trouble : null,
    sandbox: connection?.kind === "sandbox",
    ids: { connectionId: id, ...(accounts === null ? {} : { wabaIds: accounts.ids.join(",") }) },
  };
}

/** What befalls accounts, often many of a connection for one reason. */
const aboutAccounts = new Set<StoredTransition["field"]>(["webhook_subscription", "webhooks"]);

async function describeAccounts(
  db: Db,
  transition: StoredTransition,
): Promise<{ ids: string[]; names: string[]; lastWebhookAt: Date | null }> {
  const ids = namesIn(transition);
  const wabas = await db.waba.findMany({
    where: { organizationId: transition.organizationId, id: { in: ids } },
  });
  const nameOf = new Map(wabas.map((waba) => [waba.id, waba.name]));
  const heard = wabas.flatMap(({ lastWebhookAt }) =>
    lastWebhookAt === null ? [] : [lastWebhookAt.getTime()],
  );
  return {
    ids,
    names: ids.map((id) => nameOf.get(id) ?? `account ${id}`),
    lastWebhookAt: heard.length === 0 ? null : new Date(Math.max(...heard)),
  };
}

async function describeWaba(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectId: id, field } = transition;
  const waba = await db.waba.findUnique({ where: { organizationId_id: { organizationId, id } } });
  const ids = field === "visibility" ? namesIn(transition) : [];
  const numbers =
    ids.length === 0 ? [] : await db.phoneNumber.findMany({ where: { organizationId, id: { in: ids } } });
  const nameOf = new Map(numbers.map((number) => [number.id, numberName(number, number.id)]));
  return {
    ...seen(transition),
    name: waba?.name ?? `Account ${id}`,
    wabaName: waba?.name ?? null,
    names: ids.map((each) => nameOf.get(each) ?? `number ${each}`),
    sandbox: await isSandbox(db, organizationId, waba?.connectionId),
    ids: {
      wabaId: id,
      ...(waba === null ? {} : { connectionId: waba.connectionId }),
      ...(ids.length === 0 ? {} : { phoneNumberIds: ids.join(",") }),
    },
  };
}

async function describeSource(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectId: id } = transition;
  const budget = await describeBudget(db, organizationId, { kind: "opt-in-source", id });
  return {
    ...seen(transition),
    name: budget.name,
    budget: budget.words,
    sandbox: await areOfSandbox(db, organizationId, budget.keys),
    ids: { optInSourceId: id },
  };
}

/** A launch, by the first guard that its transition names. */
async function describeLaunch(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectKind, subjectId, to, from } = transition;
  const guardId = firstOf(to ?? from ?? subjectId);
  const described = await describeGuard(db, organizationId, guardId);
  return {
    ...seen(transition),
    name: described?.name ?? "A launch",
    guard: described === null ? null : { title: described.title, summary: described.summary },
    sandbox: described !== null && (await areOfSandbox(db, organizationId, described.keys)),
    ids:
      subjectKind === "activation-method"
        ? { activationMethodId: subjectId, launchGuardId: guardId }
        : { optInSourceId: subjectId, launchGuardId: guardId },
  };
}

async function describeNumber(db: Db, transition: StoredTransition): Promise<DescribedSubject> {
  const { organizationId, subjectId: id } = transition;
  const number = await db.phoneNumber.findUnique({ where: { organizationId_id: { organizationId, id } } });
  const change = await db.phoneNumberChange.findFirst({
    where: { organizationId, phoneNumberId: id, field: "quality_rating", occurredAt: transition.occurredAt },
  });
  const waba =
    number === null
      ? null
      : await db.waba.findUnique({ where: { organizationId_id: { organizationId, id: number.wabaId } } });
  const limit = decideMessagingLimit(number?.portfolioLimit ?? null, number?.legacyLimit ?? null).raw;
  return {
    ...seen(transition),
    name: numberName(number, id),
    wabaName: waba?.name ?? null,
    names: transition.field === "opt_outs" ? await campaignBehind(db, transition) : [],
    heldUntil: change?.notBefore ?? null,
    messagingLimit: limit === null ? null : messagingLimitLabel(limit),
    sandbox: await isSandbox(db, organizationId, number?.connectionId),
    ...(transition.field === "spikes" ? await describeSpike(db, transition) : {}),
    ...(transition.field === "budget"
      ? { budget: (await describeBudget(db, organizationId, { kind: "phone-number", id })).words }
      : {}),
    ids: {
      phoneNumberId: id,
      ...(number === null ? {} : { wabaId: number.wabaId }),
      ...(transition.field === "spikes" && transition.to !== null ? { spikeId: firstOf(transition.to) } : {}),
    },
  };
}

const firstOf = (ids: string) => ids.split(",", 1)[0] ?? ids;

/** The spike that a transition names first. */
async function describeSpike(
  db: Db,
  { organizationId, to }: StoredTransition,
): Promise<Pick<DescribedSubject, "spike">> {
  const spike = to === null ? null : await findSpike(db, organizationId, firstOf(to));
  if (spike === null) return { spike: null };
  const { kind, rateRatio, summary } = toSpikeDto(
    spike,
    await openSpikeNames({ db, organizationId }),
    new Set(),
  );
  return { spike: { title: spikeTitle(kind, rateRatio), summary } };
}

/** The campaign behind most messages that were sent against a wish to stop since then. */
async function campaignBehind(
  db: Db,
  { organizationId, subjectId, from }: StoredTransition,
): Promise<string[]> {
  const since = dateIn(from);
  if (since === null) return [];
  const only = { organizationId, phoneNumberId: subjectId };
  const [found] = await findViolations(db, { since, recent: since }, only);
  const key = found?.campaign ?? null;
  if (found === undefined || key === null || found.campaignShare <= 0.5) return [];
  const names = await loadRegistryNames(db, organizationId);
  return [names.campaigns.get(key)?.name ?? key];
}

async function isSandbox(db: Db, organizationId: string, id: string | undefined): Promise<boolean> {
  if (id === undefined) return false;
  const connection = await db.connection.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return connection?.kind === "sandbox";
}

/** The things a transition is about, parted by commas in its value; at its end, those that it ended. */
function namesIn({ direction, from, to }: StoredTransition): string[] {
  return ((direction === "recovered" ? from : to) ?? "").split(",").filter((one) => one !== "");
}

function dateIn(text: string | null): Date | null {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

function endOf(token: unknown): Date | null {
  if (typeof token !== "object" || token === null) return null;
  const { expiresAt, dataAccessExpiresAt } = token as { expiresAt?: unknown; dataAccessExpiresAt?: unknown };
  const read = (text: unknown) => dateIn(typeof text === "string" ? text : null);
  return tokenEnd({ expiresAt: read(expiresAt), dataAccessExpiresAt: read(dataAccessExpiresAt) });
}

function numberName(
  number: { verifiedName: string | null; displayPhoneNumber: string | null } | null,
  id: string,
): string {
  const display = number?.displayPhoneNumber ?? `number ${id}`;
  const name = number?.verifiedName ?? null;
  return name === null ? display : `${name} (${display})`;
}
