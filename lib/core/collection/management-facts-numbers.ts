import { readMessagingLimit } from "../quality/messaging-limit.ts";
import {
  FactList,
  limitOf,
  wordOf,
  words,
  type FactSubject,
  type ManagementFacts,
  type ManagementValue,
} from "./management-facts-reading.ts";

const qualityEvents = words("ONBOARDING THROUGHPUT_UPGRADE FLAGGED UNFLAGGED UPGRADE DOWNGRADE");
const securityEvents = words("PIN_CHANGED PIN_RESET_REQUEST PIN_REQUEST_SUCCESS");
const decisions = words("APPROVED REJECTED PENDING DEFERRED");
/** A name's state as polls read it, by the decision that a webhook names. Another decision leaves the state to the poll. */
const nameStatusOf: ReadonlyMap<string | null, string> = new Map([
  ["APPROVED", "APPROVED"],
  ["REJECTED", "DECLINED"],
  ["PENDING", "PENDING_REVIEW"],
]);

const portfolio: FactSubject = { kind: "portfolio" };

/** Announcements about one number. */
export function numberFacts(
  field: "phone_number_quality_update" | "phone_number_name_update" | "security",
  { displayDigits: digits, value }: ManagementValue,
): ManagementFacts {
  const list = new FactList();
  const number: FactSubject = { kind: "phone-number", digits, id: null };
  if (field === "security") {
    // Who asked is a person's id, and is not kept.
    const event = wordOf(value["event"]);
    list.event(number, "security", event);
    list.check("webhook.security.event", event, securityEvents);
    return list;
  }
  if (field === "phone_number_name_update") {
    const decision = wordOf(value["decision"]);
    list.event(number, "name_decision", decision);
    list.check("webhook.phone_number_name_update.decision", decision, decisions);
    const status = nameStatusOf.get(decision) ?? null;
    if (status !== null) list.state(number, "name_status", status);
    list.event(number, "name_rejection_reason", wordOf(value["rejection_reason"]));
    return list;
  }
  const event = wordOf(value["event"]);
  list.event(number, "event", event);
  list.check("webhook.phone_number_quality_update.event", event, qualityEvents);
  const shared = limitOf(value["max_daily_conversations_per_business"]);
  if (shared !== null) portfolioLimit(list, shared, "webhook.phone_number_quality_update.limit");
  // The old field of the number itself. With a raised throughput "unlimited" is about messages a second.
  const current = limitOf(value["current_limit"]);
  const isThroughput = event === "THROUGHPUT_UPGRADE" && current === "TIER_UNLIMITED";
  if (current !== null && !isThroughput) {
    list.state(number, "legacy_limit", current, limitOf(value["old_limit"]));
    checkLimit(list, current, "webhook.phone_number_quality_update.limit");
  }
  return list;
}

/** The portfolio's limits. Every WABA of the portfolio is told of the same change. */
export function portfolioFacts({ value }: ManagementValue): ManagementFacts {
  const list = new FactList();
  const limit =
    limitOf(value["max_daily_conversations_per_business"]) ??
    limitOf(value["max_daily_conversation_per_phone"]);
  if (limit !== null) portfolioLimit(list, limit, "webhook.business_capability_update.limit");
  for (const field of ["max_phone_numbers_per_waba", "max_phone_numbers_per_business"]) {
    const count = wordOf(value[field]);
    if (count !== null) list.state(portfolio, field, count);
  }
  return list;
}

function portfolioLimit(list: FactList, limit: string, place: string): void {
  list.state(portfolio, "messaging_limit", limit);
  checkLimit(list, limit, place);
}

function checkLimit(list: FactList, limit: string, place: string): void {
  list.check(place, limit, readMessagingLimit(limit).known ? new Set([limit]) : new Set());
}
