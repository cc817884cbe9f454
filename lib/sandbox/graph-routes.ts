import { findNode, type CallContext, type GraphNode } from "./call-context.ts";
import { debugToken, systemUserId } from "./debug-token.ts";
import { pageRequestOf } from "./edge-page.ts";
import { parseFieldRequests, type FieldRequest } from "./field-request.ts";
import { badParameter, GraphError, notVisible, unknownPath } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import { viewNode } from "./node-view.ts";
import { phoneNumberNode } from "./phone-number-node.ts";
import { portfolioNode, wabaEdges, wabasPage } from "./portfolio-node.ts";
import { subscribedApps } from "./subscribed-apps.ts";
import { switchInsights, templateAnalytics } from "./template-analytics.ts";
import { templateComparison } from "./template-comparison.ts";
import { templateNode } from "./template-node.ts";
import { activities, signups } from "./waba-extras.ts";
import { phoneNumbersPage, templatesPage, wabaNode } from "./waba-node.ts";
import type { Template } from "./world-model.ts";

const mostIds = 50;

/** The answer to an allowed call. Throws a Graph error for everything the double does not know. */
export function routeCall(context: CallContext): JsonObject {
  const [first, edge, ...rest] = context.call.segments;
  if (first === undefined) return multiGet(context);
  if (rest.length > 0) throw unknownPath(context.call.path);
  if (edge === undefined && first === "debug_token") return debugToken(context);
  const node = first === "me" ? null : findNode(context, first);
  if (edge !== undefined && node !== null) return answerEdge(node, edge, context);
  if (node?.kind === "waba" && context.call.method === "POST") return switchInsights(node.waba, context);
  if (context.call.method !== "GET") throw unsupported(context);
  if (node === null) return { id: systemUserId, name: "Staygreen Sandbox System User" };
  return answerNode(node, context);
}

function answerNode(node: GraphNode, context: CallContext): JsonObject {
  const fields = wantedFields(context);
  switch (node.kind) {
    case "portfolio":
      return viewNode(portfolioNode, node.portfolio, context, fields);
    case "waba":
      return viewNode(wabaNode, node.waba, context, fields);
    case "phone-number":
      return viewNode(phoneNumberNode, node.phoneNumber, context, fields);
    case "template":
      return viewNode(templateNode, node.template, context, fields);
  }
}

function answerEdge(node: GraphNode, edge: string, context: CallContext): JsonObject {
  const { params, method } = context.call;
  if (node.kind === "waba" && edge === "subscribed_apps") return subscribedApps(node.waba, context);
  if (node.kind === "template" && edge === "unpause" && method === "POST") {
    return unpause(node.template, context);
  }
  if (method !== "GET") throw unsupported(context);
  const fields = wantedFields(context);
  const page = pageRequestOf(params);
  if (
    node.kind === "portfolio" &&
    (edge === "owned_whatsapp_business_accounts" || edge === "client_whatsapp_business_accounts")
  ) {
    return wabasPage(node.portfolio, context, {
      relation: wabaEdges[edge],
      page,
      fields,
      find: params.get("find"),
    });
  }
  if (node.kind === "waba") {
    if (edge === "phone_numbers") {
      return phoneNumbersPage(node.waba, context, { page, fields, option: (name) => params.get(name) });
    }
    if (edge === "message_templates") return templatesPage(node.waba, context, { page, fields, params });
    if (edge === "signups") return signups(node.waba);
    if (edge === "activities") return activities(node.waba, context);
    if (edge === "template_analytics") return templateAnalytics(node.waba, context);
  }
  if (node.kind === "template" && edge === "compare") return templateComparison(node.template, context);
  throw unknownPath(`/${edge}`);
}

/** `POST /{template}/unpause`. Only a paused template can be. */
function unpause(template: Template, { state }: CallContext): JsonObject {
  if (template.status !== "PAUSED") throw badParameter("Only paused templates can be unpaused");
  state.world.unpauseTemplate(template.id);
  return { success: true };
}

/** `GET /?ids=A,B`: an object keyed by id. One bad id fails the whole call. */
function multiGet(context: CallContext): JsonObject {
  const ids = requestedIds(context.call.params);
  if (ids.length === 0) throw unknownPath("/");
  if (ids.length > mostIds) throw badParameter("Param ids holds too many ids");
  return Object.fromEntries(ids.map((id) => [id, answerNode(findNamed(context, id), context)]));
}

/** The ids of a multi-get; empty for any other call. */
export function requestedIds(params: URLSearchParams): readonly string[] {
  return (params.get("ids") ?? "").split(",").filter((id) => id !== "");
}

function findNamed(context: CallContext, id: string): GraphNode {
  try {
    return findNode(context, id);
  } catch (error) {
    if (!(error instanceof GraphError) || error.details.subcode !== 33) throw error;
    throw new GraphError({
      code: 803,
      httpStatus: 404,
      message: `(#803) Some of the aliases you requested do not exist: ${id}`,
    });
  }
}

function wantedFields({ call }: CallContext): readonly FieldRequest[] | null {
  const text = call.params.get("fields");
  return text === null || text.trim() === "" ? null : parseFieldRequests(text);
}

function unsupported({ call }: CallContext): GraphError {
  const { details } = notVisible(call.segments[0] ?? "");
  return new GraphError({
    ...details,
    message: `Unsupported ${call.method.toLowerCase()} request to ${call.path}.`,
  });
}
