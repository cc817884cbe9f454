import { mayRead, type CallContext } from "./call-context.ts";
import { edgePage, pageRequestOfField, type PageRequest } from "./edge-page.ts";
import type { FieldRequest } from "./field-request.ts";
import type { JsonObject } from "./json-object.ts";
import type { NodeType } from "./node-view.ts";
import { hasPortfolioLimit } from "./phone-number-node.ts";
import { wabaNode } from "./waba-node.ts";
import type { Portfolio, Waba } from "./world-model.ts";

/** The two lists of accounts a portfolio has. */
export const wabaEdges = {
  owned_whatsapp_business_accounts: "owned",
  client_whatsapp_business_accounts: "client",
} as const satisfies Readonly<Record<string, Waba["relation"]>>;

/** Fields of a business portfolio. */
export const portfolioNode: NodeType<Portfolio> = {
  name: "Business",
  defaults: ["name"],
  fields: {
    name: (portfolio) => portfolio.name,
    verification_status: (portfolio) => portfolio.verificationStatus,
    whatsapp_business_manager_messaging_limit: (portfolio, context) =>
      context.call.version < 24 ? undefined : portfolio.limit,
    owned_whatsapp_business_accounts: (portfolio, context, request) =>
      expanded(portfolio, context, request, "owned"),
    client_whatsapp_business_accounts: (portfolio, context, request) =>
      expanded(portfolio, context, request, "client"),
  },
  hasField: (field, context) =>
    field !== "whatsapp_business_manager_messaging_limit" || hasPortfolioLimit(context),
};

/** One page of a portfolio's accounts; accounts the token lost are left out silently. */
export function wabasPage(
  portfolio: Portfolio,
  context: CallContext,
  request: {
    readonly relation: Waba["relation"];
    readonly page: PageRequest;
    readonly fields: readonly FieldRequest[] | null;
    readonly find?: string | null;
  },
): JsonObject {
  const find = (request.find ?? "").toLowerCase();
  const nodes = portfolio.wabas.filter(
    (waba) =>
      waba.relation === request.relation &&
      waba.name.toLowerCase().includes(find) &&
      mayRead(context, waba.id),
  );
  const path = `/${portfolio.id}/${request.relation}_whatsapp_business_accounts`;
  return edgePage({ type: wabaNode, nodes, context, page: request.page, fields: request.fields, path });
}

function expanded(
  portfolio: Portfolio,
  context: CallContext,
  request: FieldRequest,
  relation: Waba["relation"],
): JsonObject {
  return wabasPage(portfolio, context, {
    relation,
    page: pageRequestOfField(request),
    fields: request.fields,
  });
}
