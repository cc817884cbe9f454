import { listConnectionRows } from "../../adapters/db/connections.ts";
import type { PhoneNumber } from "../../adapters/db/generated/client.ts";
import type { StoredIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto } from "../../contracts/incidents.ts";
import type { OverviewDto } from "../../contracts/overview.ts";
import type { PlainError } from "../../contracts/plain-error.ts";
import { severities } from "../../core/alerting/severity.ts";
import type { ServiceContext } from "../context.ts";
import { toIncidentDto } from "../incidents/incident-dto.ts";
import { toPhoneNumberDtos } from "../phone-numbers/phone-number-dto.ts";
import { readRatingSpans } from "../phone-numbers/read-rating-spans.ts";
import { requireRight } from "../require-right.ts";

const rangeDays = 28;
const mostNumbers = 50;
const mostIncidents = 20;

/** What needs attention now: open incidents, troubles of the collector, and the numbers, worst first. */
export async function getOverview(ctx: ServiceContext): Promise<OverviewDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const now = ctx.clock.now();
  const [connections, counts, incidents, openIncidents, worst] = await Promise.all([
    listConnectionRows(ctx.db, organizationId),
    countNumbers(ctx),
    ctx.db.incident.findMany({
      where: { organizationId, openKey: { not: null } },
      orderBy: { openedAt: "desc" },
      take: 200,
    }),
    ctx.db.incident.count({ where: { organizationId, openKey: { not: null } } }),
    worstNumbers(ctx),
  ]);
  const dtos = await toPhoneNumberDtos(ctx, worst);
  const from = new Date(now.getTime() - rangeDays * 86_400_000);
  const interval = new Map(connections.map((connection) => [connection.id, connection.pollIntervalSeconds]));
  const spans = await readRatingSpans(
    ctx,
    dtos.map((dto) => ({ ...dto, pollIntervalSeconds: interval.get(dto.connectionId) ?? 600 })),
    { from, to: now },
  );
  return {
    asOf: now.toISOString(),
    connected:
      connections.length === 0 ? "none" : connections.some((one) => one.kind === "meta") ? "meta" : "sandbox",
    firstPollRunning: connections.some((one) => one.lastSuccessAt === null && one.lastError === null),
    counts: { ...counts, openIncidents },
    openIncidents: worstFirst(incidents.map((incident) => toIncidentDto(incident as StoredIncident))).slice(
      0,
      mostIncidents,
    ),
    numbers: dtos.map((dto) => ({ ...dto, ratingSpans: spans.get(dto.id) ?? [] })),
    rangeFrom: from.toISOString(),
    troubles: connections.flatMap((connection) => {
      const error = connection.lastError as PlainError | null;
      if (error === null) return [];
      const since = connection.errorSince?.toISOString() ?? null;
      const { message, action } = error;
      return [{ connectionId: connection.id, connectionName: connection.name, message, action, since }];
    }),
  };
}

async function countNumbers(ctx: ServiceContext) {
  const [row] = await ctx.db.$queryRaw<
    { green: number; yellow: number; red: number; total: number; stale: number }[]
  >`
    select count(*) filter (where n.quality_rating = 'GREEN')::int as green,
      count(*) filter (where n.quality_rating = 'YELLOW')::int as yellow,
      count(*) filter (where n.quality_rating = 'RED')::int as red, count(*)::int as total,
      count(*) filter (where n.observed_at < ${ctx.clock.now()}::timestamptz
        - make_interval(secs => coalesce(c.poll_interval_seconds, 600) * 2.5))::int as stale
    from phone_number n
    left join connection c on c.organization_id = n.organization_id and c.id = n.connection_id
    where n.organization_id = ${ctx.organizationId}`;
  const { green = 0, yellow = 0, red = 0, total = 0, stale = 0 } = row ?? {};
  return { green, yellow, red, other: total - green - yellow - red, stale };
}

async function worstNumbers(ctx: ServiceContext): Promise<PhoneNumber[]> {
  const ranked = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from phone_number where organization_id = ${ctx.organizationId}
    order by case quality_rating when 'RED' then 0 when 'YELLOW' then 1 when 'GREEN' then 3 else 2 end,
      verified_name, id limit ${mostNumbers}`;
  const order = new Map(ranked.map((row, index) => [row.id, index]));
  const rows = await ctx.db.phoneNumber.findMany({
    where: { organizationId: ctx.organizationId, id: { in: [...order.keys()] } },
  });
  return rows.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

/** By severity as we rank it, which is not the order of its letters; newest first within one. */
function worstFirst(incidents: readonly IncidentDto[]): IncidentDto[] {
  return [...incidents].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
