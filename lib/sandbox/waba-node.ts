import { conversationAnalytics, messageAnalytics, pricingAnalytics } from "./analytics-fields.ts";
import { isMissing, type CallContext } from "./call-context.ts";
import { edgePage, pageRequestOfField, type PageRequest } from "./edge-page.ts";
import type { FieldRequest } from "./field-request.ts";
import { healthOfWaba } from "./health-status.ts";
import type { JsonObject } from "./json-object.ts";
import { unixSeconds, type NodeType } from "./node-view.ts";
import {
  filterPhoneNumbers,
  hasPortfolioLimit,
  phoneNumberNode,
  sortPhoneNumbers,
} from "./phone-number-node.ts";
import { filterTemplates, templateNode } from "./template-node.ts";
import type { Portfolio, Waba } from "./world-model.ts";

/** Fields of an account, with the two edges that may be expanded and the field-style analytics. */
export const wabaNode: NodeType<Waba> = {
  name: "WhatsAppBusinessAccount",
  defaults: ["name", "timezone_id", "message_template_namespace"],
  fields: {
    name: (waba) => waba.name,
    currency: (waba) => waba.currency,
    country: (waba) => waba.country,
    timezone_id: (waba) => waba.timezoneId,
    creation_time: (waba) => unixSeconds(waba.createdAt),
    status: (waba) => waba.status,
    account_review_status: (waba) => waba.accountReviewStatus,
    business_verification_status: (waba, context) => portfolioOf(waba, context)?.verificationStatus,
    ownership_type: (waba) => (waba.relation === "owned" ? "SELF" : "CLIENT_OWNED"),
    owner_business_info: ownerOf,
    on_behalf_of_business_info: () => undefined,
    message_template_namespace: (waba) => `ns_${waba.id.slice(-8)}_${waba.id.slice(0, 4)}`,
    is_enabled_for_insights: (waba) => waba.isEnabledForInsights,
    health_status: healthOfWaba,
    whatsapp_business_manager_messaging_limit: (waba, context) =>
      context.call.version < 24 ? undefined : portfolioOf(waba, context)?.limit,
    auth_international_rate_eligibility: () => undefined,
    marketing_messages_onboarding_status: () => undefined,
    disable_marketing_messages_on_cloud_api: () => false,
    template_auto_archival_enabled: () => false,
    primary_business_location: (waba) => waba.country,
    analytics: messageAnalytics,
    conversation_analytics: conversationAnalytics,
    pricing_analytics: pricingAnalytics,
    phone_numbers: (waba, context, request) =>
      phoneNumbersPage(waba, context, {
        page: pageRequestOfField(request),
        fields: request.fields,
        option: (name) => request.modifiers.get(name) ?? null,
      }),
    message_templates: (waba, context, request) =>
      templatesPage(waba, context, {
        page: pageRequestOfField(request),
        fields: request.fields,
        params: new URLSearchParams([...request.modifiers]),
      }),
  },
  hasField: (field, context) =>
    field !== "whatsapp_business_manager_messaging_limit" || hasPortfolioLimit(context),
};

/** The `phone_numbers` edge. */
export function phoneNumbersPage(
  waba: Waba,
  context: CallContext,
  request: {
    readonly page: PageRequest;
    readonly fields: readonly FieldRequest[] | null;
    readonly option: (name: string) => string | null;
  },
): JsonObject {
  const present = waba.phoneNumbers.filter((number) => !isMissing(context, number));
  const filtered = filterPhoneNumbers(present, request.option("filtering"));
  const nodes = sortPhoneNumbers(filtered, request.option("sort"));
  const { page, fields } = request;
  return edgePage({ type: phoneNumberNode, nodes, context, page, fields, path: `/${waba.id}/phone_numbers` });
}

/** The `message_templates` edge, with Meta's optional summary. */
export function templatesPage(
  waba: Waba,
  context: CallContext,
  request: {
    readonly page: PageRequest;
    readonly fields: readonly FieldRequest[] | null;
    readonly params: URLSearchParams;
  },
): JsonObject {
  const nodes = filterTemplates(waba.templates, request.params);
  const { page, fields } = request;
  const body = edgePage({
    type: templateNode,
    nodes,
    context,
    page,
    fields,
    path: `/${waba.id}/message_templates`,
  });
  const wanted = request.params.get("summary")?.match(/\w+/g) ?? [];
  if (wanted.length === 0) return body;
  const counts: Readonly<Record<string, number>> = {
    total_count: nodes.length,
    message_template_count: waba.templates.length,
    message_template_limit: 6_000,
  };
  return { ...body, summary: Object.fromEntries(wanted.map((name) => [name, counts[name] ?? 0])) };
}

function portfolioOf(waba: Waba, { state }: CallContext): Portfolio | undefined {
  return state.world.findPortfolio(waba.portfolioId);
}

function ownerOf(waba: Waba, context: CallContext): JsonObject | undefined {
  const portfolio = portfolioOf(waba, context);
  return portfolio === undefined ? undefined : { id: portfolio.id, name: portfolio.name };
}
