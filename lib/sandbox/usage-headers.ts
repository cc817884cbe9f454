import type { CallContext } from "./call-context.ts";
import type { Usage } from "./usage-budget.ts";

export interface AccountUsage {
  readonly wabaId: string;
  readonly usage: Usage;
}

/** Counts a call against every account it touches, and reads where each stands now. */
export function countedUsage(context: CallContext, wabaIds: readonly string[]): readonly AccountUsage[] {
  const { state } = context;
  for (const wabaId of wabaIds) state.budget.count(wabaId, 1);
  const usedUp = context.faults.use("calls-used-up", (fault) => state.now() < fault.until);
  return [...new Set(wabaIds)].map((wabaId) => {
    const usage = state.budget.read(wabaId);
    if (usedUp === undefined) return { wabaId, usage };
    const minutesToRegainAccess = Math.ceil((usedUp.until - state.now()) / 60_000);
    return { wabaId, usage: { ...usage, percent: 100, isLimited: true, minutesToRegainAccess } };
  });
}

/** Both usage headers: percentages of the hour's budget, as JSON text. A fault may set, spoil or drop them. */
export function usageHeaders(
  context: CallContext,
  accounts: readonly AccountUsage[],
): Record<string, string> {
  const forced = context.faults.use("usage-header")?.usage;
  if (forced === "missing") return {};
  if (forced === "unparsable") {
    return { "x-app-usage": "{call_count:", "x-business-use-case-usage": "not json" };
  }
  const { state } = context;
  const wabaCount = state.world.portfolios.reduce((sum, portfolio) => sum + portfolio.wabas.length, 0);
  const appPercent = Math.floor(
    (100 * state.budget.totalCalls()) / (state.callsPerHour * Math.max(1, wabaCount)),
  );
  const minutes = context.faults.use("graph-error")?.minutesToRegainAccess;
  const byBusiness: Record<string, unknown[]> = {};
  for (const { wabaId, usage } of accounts) {
    const key = state.world.findWaba(wabaId)?.portfolioId ?? wabaId;
    (byBusiness[key] ??= []).push({
      type: "whatsapp_business_management",
      ...figures(forced ?? (minutes === undefined ? usage.percent : Math.max(100, usage.percent))),
      estimated_time_to_regain_access: minutes ?? usage.minutesToRegainAccess,
    });
  }
  return {
    "x-app-usage": JSON.stringify(figures(forced ?? appPercent)),
    ...(accounts.length === 0 ? {} : { "x-business-use-case-usage": JSON.stringify(byBusiness) }),
  };
}

function figures(percent: number) {
  return {
    call_count: percent,
    total_cputime: Math.floor(percent / 6),
    total_time: Math.floor(percent / 4),
  };
}
