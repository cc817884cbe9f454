import type { CallContext } from "./call-context.ts";
import type { JsonObject } from "./json-object.ts";
import { isoWithoutColon } from "./node-view.ts";
import type { Waba } from "./world-model.ts";

/** Countries in which Meta offers no in-app sign-up, of those the sandbox has accounts in. */
const withoutSignups = new Set(["DE", "FR", "GB", "IE", "SE", "BR"]);

/** The `signups` edge, minimal: one active sign-up link where Meta offers them. */
export function signups(waba: Waba): JsonObject {
  if (withoutSignups.has(waba.country)) return { data: [] };
  return {
    data: [
      {
        id: `55${waba.id.slice(2)}`,
        status: "ACTIVE",
        signup_message: "I would like to get news.",
        confirmation_message: "Thank you, you will hear from us.",
        privacy_policy_url: "https://shop.example/privacy",
        display_name: waba.name,
        website_url: "https://shop.example",
      },
    ],
  };
}

const activityTypes: Readonly<Record<string, string>> = {
  "number-onboarded": "PHONE_NUMBER_ADDED",
  "account-restricted": "ACCOUNT_RESTRICTED",
  "account-unrestricted": "ACCOUNT_RESTRICTION_LIFTED",
};

/** The `activities` edge, minimal: what happened to the account lately, never its quality. Type names are ours. */
export function activities(waba: Waba, { state }: CallContext): JsonObject {
  const data = state.world.recentEvents().flatMap((event) => {
    const type = activityTypes[event.kind];
    const wabaId =
      event.kind === "number-onboarded"
        ? state.world.findPhoneNumber(event.phoneNumberId)?.wabaId
        : "wabaId" in event
          ? event.wabaId
          : undefined;
    if (type === undefined || wabaId !== waba.id) return [];
    return [{ id: `${waba.id}${event.at}`, activity_type: type, timestamp: isoWithoutColon(event.at) }];
  });
  return { data };
}
