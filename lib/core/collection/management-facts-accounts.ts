import {
  asObject,
  asObjects,
  FactList,
  instantOf,
  wordOf,
  words,
  type FactSubject,
  type ManagementFacts,
  type ManagementValue,
} from "./management-facts-reading.ts";

const accountEvents = words(
  "ACCOUNT_RESTRICTION ACCOUNT_VIOLATION DISABLED_UPDATE ACCOUNT_DELETED ACCOUNT_OFFBOARDED ACCOUNT_RECONNECTED PARTNER_ADDED PARTNER_REMOVED PARTNER_APP_INSTALLED PARTNER_APP_UNINSTALLED PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE AD_ACCOUNT_LINKED MM_LITE_TERMS_SIGNED AUTH_INTL_PRICE_ELIGIBILITY_UPDATE BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE VOLUME_BASED_PRICING_TIER_UPDATE VERIFIED_ACCOUNT",
);
const restrictionTypes = words(
  "RESTRICTED_ADD_PHONE_NUMBER_ACTION RESTRICTED_BIZ_INITIATED_MESSAGING RESTRICTED_CUSTOMER_INITIATED_MESSAGING RESTRICTED_UTILITY_TEMPLATES RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES RESTRICTED_BUSINESS_INITIATED_CALLING RESTRICTED_USER_INITIATED_CALLING RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
);
const banStates = words("DISABLE REINSTATE SCHEDULE_FOR_DISABLE");
const reviewDecisions = words("APPROVED REJECTED PENDING DEFERRED");
const alertTypes = words(
  "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED INCREASED_CAPABILITIES_ELIGIBILITY_FAILED INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO OBA_APPROVED OBA_REJECTED PROFILE_PICTURE_LOST",
);
const entityTypes = words("BUSINESS PHONE_NUMBER CURRENT_STATUS_ID");

const waba: FactSubject = { kind: "waba" };

/** Announcements about a WABA, or through it about its portfolio. */
export function accountFacts(
  field: "account_update" | "account_alerts" | "account_review_update",
  { value }: ManagementValue,
): ManagementFacts {
  const list = new FactList();
  if (field === "account_review_update") {
    const decision = wordOf(value["decision"]);
    if (decision !== null) list.state(waba, "account_review_status", decision);
    list.check("webhook.account_review_update.decision", decision, reviewDecisions);
  } else if (field === "account_alerts") {
    readAlert(list, value);
  } else {
    readAccountUpdate(list, value);
  }
  return list;
}

function readAccountUpdate(list: FactList, value: ManagementValue["value"]): void {
  const event = wordOf(value["event"]);
  list.event(waba, "event", event);
  list.check("webhook.account_update.event", event, accountEvents);
  for (const info of asObjects(value["restriction_info"])) {
    const type = wordOf(info["restriction_type"]);
    if (type === null) continue;
    list.event(waba, "restriction", type);
    list.check("webhook.account_update.restriction", type, restrictionTypes);
    list.restrictions.push({ type, until: instantOf(info["expiration"]) });
  }
  const violation = wordOf(asObject(value["violation_info"])["violation_type"]);
  list.event(waba, "violation", violation);
  const ban = asObject(value["ban_info"]);
  const state = wordOf(ban["waba_ban_state"]);
  if (state !== null) list.state(waba, "ban_state", state);
  list.check("webhook.account_update.ban_state", state, banStates);
  list.event(waba, "ban_date", wordOf(ban["waba_ban_date"]));
}

/** An alert that Meta calls "NONE" has ended: its type is where it came from. */
function readAlert(list: FactList, value: ManagementValue["value"]): void {
  const info = asObject(value["alert_info"]);
  const type = wordOf(info["alert_type"]) ?? wordOf(value["alert_type"]);
  if (type === null) return;
  const status = wordOf(info["alert_status"]) ?? wordOf(value["alert_status"]);
  const entity = wordOf(value["entity_type"]);
  const id = wordOf(value["entity_id"]);
  list.check("webhook.account_alerts.alert_type", type, alertTypes);
  list.check("webhook.account_alerts.entity_type", entity, entityTypes);
  const subject: FactSubject =
    entity === "BUSINESS"
      ? { kind: "portfolio" }
      : entity === "PHONE_NUMBER"
        ? { kind: "phone-number", digits: id, id }
        : waba;
  if (status === "NONE") list.facts.push({ subject, field: "alert", from: type, to: null, holds: false });
  else list.event(subject, "alert", type);
}
