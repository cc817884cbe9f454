import type { CallContext } from "./call-context.ts";
import { badParameter, GraphError } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import type { MessageCounts } from "./message-ledger.ts";
import { templateCounts } from "./sent-volume.ts";
import { cutIntervals } from "./usual-volume.ts";
import type { Template, Waba } from "./world-model.ts";

const mostTemplates = 10;
const lookBackSeconds = 90 * 86_400;

/** Meta offers these figures for no account of these countries. */
const excludedCountries: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/** Daily sends, deliveries, reads and clicks per template. There is no block metric, here as at Meta. */
export function templateAnalytics(waba: Waba, context: CallContext): JsonObject {
  const { call, state } = context;
  requireOffered(waba);
  if (!waba.isEnabledForInsights) throw insightsError(200_007, "Template insights are not enabled");
  const ids = call.params.get("template_ids")?.match(/\d+/g) ?? [];
  if (ids.length === 0 || ids.length > mostTemplates)
    throw badParameter("Param template_ids needs 1 to 10 ids");
  if (!/^daily$/i.test(call.params.get("granularity") ?? ""))
    throw badParameter("Param granularity must be DAILY");
  const now = state.now();
  const span = { start: Number(call.params.get("start")), end: Number(call.params.get("end")) };
  if (span.start < now / 1000 - lookBackSeconds - 86_400)
    throw badParameter("Param start is more than 90 days ago");
  const metrics = new Set(call.params.get("metric_types")?.toUpperCase().match(/\w+/g) ?? []);
  const intervals = cutIntervals(span, "DAY", now);
  const points = ids.flatMap((id) => {
    const template = waba.templates.find((candidate) => candidate.id === id);
    if (template === undefined) throw badParameter(`Template ${id} does not belong to this account`);
    return intervals.map((interval) => {
      const counts = templateCounts(template, interval, state);
      return { template_id: id, ...interval, ...figures(template, counts, metrics) };
    });
  });
  return {
    data: [{ granularity: "DAILY", product_type: "cloud_api", data_points: points }],
    paging: { cursors: { before: "MAZDZD", after: "MjQZD" } },
  };
}

function figures(template: Template, counts: MessageCounts, metrics: ReadonlySet<string>): JsonObject {
  const { sent, delivered, read, clicks } = counts;
  const all: JsonObject = {
    sent,
    delivered,
    read,
    clicked: template.buttons.map((text) => ({
      type: "quick_reply_button",
      button_content: text,
      count: clicks.get(text) ?? 0,
    })),
    cost: [
      { type: "amount_spent", value: Math.round(delivered * 10.8) / 100 },
      { type: "cost_per_delivered", value: 0.108 },
    ],
  };
  if (metrics.size === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => metrics.has(metricOf(name))));
}

function metricOf(name: string): string {
  return name.toUpperCase();
}

/** `POST /{waba}?is_enabled_for_insights=…`: on where Meta offers it, and never off again. */
export function switchInsights(waba: Waba, context: CallContext): JsonObject {
  const wanted = context.call.params.get("is_enabled_for_insights");
  if (wanted !== "true" && wanted !== "false")
    throw badParameter("Param is_enabled_for_insights must be a boolean");
  if (wanted === "false") {
    throw waba.isEnabledForInsights
      ? insightsError(200_006, "Template insights cannot be disabled")
      : insightsError(200_007, "Template insights are not enabled");
  }
  requireOffered(waba);
  context.state.world.changeWaba(waba.id, { isEnabledForInsights: true });
  return { id: waba.id };
}

function requireOffered(waba: Waba): void {
  if (!excludedCountries.has(waba.country)) return;
  throw insightsError(200_005, "Template insights are not available");
}

function insightsError(code: number, message: string): GraphError {
  return new GraphError({ code, httpStatus: 400, message: `(#${code}) ${message} for this account.` });
}
