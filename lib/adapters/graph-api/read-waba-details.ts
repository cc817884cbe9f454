import { z } from "zod";
import type { GraphAnswer, WabaDetails } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { flag, healthStatus, id, word } from "./lenient.ts";
import { readNode } from "./read-node.ts";

/** What a WABA is asked for about itself. The id always comes back. */
export const wabaDetailFields = [
  "id",
  "name",
  "account_review_status",
  "business_verification_status",
  "status",
  "ownership_type",
  "country",
  "currency",
  "timezone_id",
  "owner_business_info",
  "is_enabled_for_insights",
  "whatsapp_business_manager_messaging_limit",
  "health_status",
] as const;

const details = z.looseObject({
  id,
  name: word,
  account_review_status: word,
  business_verification_status: word,
  status: word,
  ownership_type: word,
  country: word,
  currency: word,
  timezone_id: word,
  owner_business_info: z.looseObject({ id: word }).nullable().catch(null).default(null),
  is_enabled_for_insights: flag,
  whatsapp_business_manager_messaging_limit: word,
  health_status: healthStatus,
});

export async function readWabaDetails(
  session: GraphSession,
  wabaId: string,
  droppedFields: readonly string[],
): Promise<GraphAnswer<{ readonly details: WabaDetails; readonly droppedFields: readonly string[] }>> {
  const fields = wabaDetailFields.filter((field) => !droppedFields.includes(field));
  const answer = await readNode(session, wabaId, fields);
  if (!answer.ok) return session.failed(answer.trouble);
  const read = readDetails(answer.body);
  if (read === null) return session.failed(session.misshapen("a WABA without an id", answer.body));
  return session.answered({ details: read, droppedFields: answer.droppedFields });
}

function readDetails(raw: unknown): WabaDetails | null {
  const parsed = details.safeParse(raw);
  if (!parsed.success) return null;
  const value = parsed.data;
  return {
    id: value.id,
    name: value.name,
    portfolioId: value.owner_business_info?.id ?? null,
    accountReviewStatus: value.account_review_status,
    businessVerificationStatus: value.business_verification_status,
    status: value.status,
    ownershipType: value.ownership_type,
    country: value.country,
    currency: value.currency,
    timezoneId: value.timezone_id,
    insightsEnabled: value.is_enabled_for_insights,
    messagingLimit: value.whatsapp_business_manager_messaging_limit,
    canSendMessage: value.health_status?.can_send_message ?? null,
    healthStatus: value.health_status,
  };
}
