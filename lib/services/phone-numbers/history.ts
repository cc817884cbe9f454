import { listTemplateMarks, listWordingMarks } from "../../adapters/db/list-marks.ts";
import { listNumberChanges } from "../../adapters/db/asset-timelines.ts";
import type { EventMark, HistoryDto, HistoryQuery } from "../../contracts/phone-numbers.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { templateMark, wordingMark } from "../events/event-marks.ts";
import { findLaunchMarks } from "../registry/find-launch-marks.ts";
import { requireRight } from "../require-right.ts";
import { readRatingSpans } from "./read-rating-spans.ts";

const defaultDays = 28;
const dayMs = 86_400_000;
const mostChanges = 1_000;
const mostMarks = 100;
/** A file is read by programs, not drawn. */
const mostChangesOfFile = 100_000;

/**
 * Every rating, limit and status change of a number in [from, to), newest first, with its source; the rating as held
 * spans with gaps; and what happened around it. Default: the last 28 days.
 *
 * @throws ServiceError NOT_FOUND, or VALIDATION when `from` is not before `to`.
 */
export async function getPhoneNumberHistory(
  ctx: ServiceContext,
  id: string,
  query: HistoryQuery,
): Promise<HistoryDto> {
  requireRight(ctx, "quality.read");
  const { organizationId } = ctx;
  const to = query.to === undefined ? ctx.clock.now() : new Date(query.to);
  const from = query.from === undefined ? new Date(to.getTime() - defaultDays * dayMs) : new Date(query.from);
  if (from >= to) throw invalid("from", "must be before to");
  const number = await ctx.db.phoneNumber.findUnique({
    where: { organizationId_id: { organizationId, id } },
  });
  if (number === null) throw notFound("The phone number");
  const connection = await ctx.db.connection.findUnique({
    where: { organizationId_id: { organizationId, id: number.connectionId } },
  });
  const range = { from, to };
  const [changes, spans, marks] = await Promise.all([
    listNumberChanges(ctx.db, organizationId, id, {
      ...range,
      limit: query.format === "csv" ? mostChangesOfFile : mostChanges,
    }),
    readRatingSpans(
      ctx,
      [
        {
          id,
          wabaId: number.wabaId,
          observedAt: number.observedAt.toISOString(),
          pollIntervalSeconds: connection?.pollIntervalSeconds ?? 600,
        },
      ],
      range,
    ),
    findMarks(ctx, number, range),
  ]);
  return {
    phoneNumberId: id,
    from: from.toISOString(),
    to: to.toISOString(),
    changes: changes.map((change) => ({
      id: change.id,
      field: change.field,
      from: change.fromValue,
      to: change.toValue,
      occurredAt: change.occurredAt.toISOString(),
      notBefore: change.notBefore?.toISOString() ?? null,
      recordedAt: change.recordedAt.toISOString(),
      source: change.source as "poll" | "webhook" | "import",
    })),
    ratingSpans: spans.get(id) ?? [],
    marks,
  };
}

async function findMarks(
  ctx: ServiceContext,
  number: { id: string; wabaId: string; displayPhoneNumber: string | null },
  range: { from: Date; to: Date },
): Promise<EventMark[]> {
  const { organizationId } = ctx;
  const within = { gte: range.from, lt: range.to };
  const digits = number.displayPhoneNumber?.replace(/\D/g, "") ?? "";
  const [incidents, events, launchMarks, wordings, templates] = await Promise.all([
    ctx.db.incident.findMany({
      where: { organizationId, phoneNumberId: number.id, openedAt: within },
      orderBy: { openedAt: "desc" },
      take: mostMarks,
    }),
    ctx.db.webhookEvent.findMany({
      where: {
        organizationId,
        wabaId: number.wabaId,
        occurredAt: within,
        OR: [{ displayDigits: null }, { displayDigits: digits }],
        // These are marks of their template, whoever told of them.
        NOT: { field: "message_template_status_update" },
      },
      orderBy: { occurredAt: "desc" },
      take: mostMarks,
    }),
    findLaunchMarks(ctx, range),
    listWordingMarks(ctx.db, organizationId, range, null, mostMarks),
    listTemplateMarks(ctx.db, organizationId, range, { names: null, numbers: [number.id] }, mostMarks),
  ]);
  const incidentMarks = incidents.map((incident): EventMark => ({
    id: incident.id,
    kind: "incident",
    occurredAt: incident.openedAt.toISOString(),
    label: incident.title,
    href: `/incidents/${incident.id}`,
  }));
  const webhookMarks = events.map((event): EventMark => ({
    id: event.id,
    kind: "webhook",
    occurredAt: event.occurredAt.toISOString(),
    label: `Meta announced ${event.field}${event.event === null ? "" : `: ${event.event}`}`,
    href: null,
  }));
  const now = ctx.clock.now();
  return [
    ...incidentMarks,
    ...webhookMarks,
    ...launchMarks,
    ...wordings.flatMap((wording) => wordingMark(wording, now) ?? []),
    ...templates.map(templateMark),
  ].sort((a, b) => a.occurredAt.localeCompare(b.occurredAt));
}
