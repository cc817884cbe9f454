import { numberFacts, portfolioFacts } from "./management-facts-numbers.ts";
import { templateFacts } from "./management-facts-templates.ts";
import { accountFacts } from "./management-facts-accounts.ts";
import { asObject, type ManagementFacts, type ManagementValue } from "./management-facts-reading.ts";
import { isKnownWebhookField } from "./webhook-fields.ts";

export type { ManagementFact, ManagementFacts, Restriction } from "./management-facts-reading.ts";

/** One change of a webhook delivery, as far as this reading needs it. */
export interface ManagementChange {
  readonly field: string;
  readonly displayDigits: string | null;
  readonly value: unknown;
}

/** Fields that carry data about people, or whole histories of it: nothing of them is read here. */
const aboutPeople = new Set([
  "automatic_events",
  "history",
  "messages",
  "smb_app_state_sync",
  "smb_message_echoes",
  "user_preferences",
]);

/**
 * What an announcement of Meta's says about portfolio, WABA, number or template, in Meta's words (docs/graph-api.md,
 * webhooks). Never throws: what cannot be read gives no fact. Words that are not documented give facts like any other
 * and are listed.
 */
export function readManagementFacts(change: ManagementChange): ManagementFacts {
  const none: ManagementFacts = { facts: [], restrictions: [], unknown: [] };
  if (!isKnownWebhookField(change.field)) {
    return { ...none, unknown: [{ place: "webhook.field", value: change.field.slice(0, 64) }] };
  }
  if (aboutPeople.has(change.field)) return none;
  const input: ManagementValue = { displayDigits: change.displayDigits, value: asObject(change.value) };
  switch (change.field) {
    case "phone_number_quality_update":
    case "phone_number_name_update":
    case "security":
      return numberFacts(change.field, input);
    case "business_capability_update":
      return portfolioFacts(input);
    case "account_update":
    case "account_alerts":
    case "account_review_update":
      return accountFacts(change.field, input);
    case "message_template_status_update":
    case "message_template_quality_update":
    case "template_category_update":
      return templateFacts(change.field, input);
    default:
      return none;
  }
}
