import type { CallContext } from "./call-context.ts";
import { badParameter } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import { mixSeed, pickOne, seededRandom } from "./seeded-random.ts";
import { templateCounts } from "./sent-volume.ts";
import type { Template } from "./world-model.ts";

const leastSends = 1_000;
const allowedWindows = [604_800, 2_592_000, 5_184_000, 7_776_000];

/** How far `end` may lie from the present and still count as "now". */
const endTolerance = 86_400;

/** Feedback per send above which people mostly say that they never signed up. */
const poisonedRate = 0.012;

/** Two templates of one account: the order of their block rates (never a rate), their sends and the top block reason. */
export function templateComparison(template: Template, context: CallContext): JsonObject {
  const { call, state } = context;
  const ids = call.params.get("template_ids")?.match(/\d+/g) ?? [];
  const other = state.world.findTemplate(ids[0] ?? "");
  if (
    ids.length !== 1 ||
    other === undefined ||
    other.id === template.id ||
    other.wabaId !== template.wabaId
  ) {
    throw badParameter("Param template_ids must name exactly one other template of the same account");
  }
  const start = Number(call.params.get("start"));
  const end = Number(call.params.get("end"));
  if (!allowedWindows.includes(end - start) || Math.abs(end - state.now() / 1000) > endTolerance) {
    throw badParameter("The window must be 7, 30, 60 or 90 days and end now");
  }
  const pair = [template, other];
  const sends = pair.map((each) => ({
    key: each.id,
    value: templateCounts(each, { start, end }, state).sent,
  }));
  if (sends.some((each) => each.value < leastSends)) {
    throw badParameter("Both templates must have been sent at least 1000 times in the window");
  }
  const rate = (each: Template) => state.world.templateFeedbackRate(each.id);
  return {
    data: [
      {
        metric: "BLOCK_RATE",
        type: "RELATIVE",
        order_by_relative_metric: [...pair].sort((a, b) => rate(a) - rate(b)).map((each) => each.id),
      },
      { metric: "MESSAGE_SENDS", type: "NUMBER_VALUES", number_values: sends },
      {
        metric: "TOP_BLOCK_REASON",
        type: "STRING_VALUES",
        string_values: pair.map((each) => ({ key: each.id, value: topReason(each, rate(each)) })),
      },
    ],
  };
}

function topReason(template: Template, rate: number): string {
  if (rate > poisonedRate) return "NO_SIGN_UP";
  return pickOne(seededRandom(mixSeed(template.id)), [
    "NO_REASON_GIVEN",
    "NO_LONGER_NEEDED",
    "NO_REASON",
    "OTHER",
  ]);
}
