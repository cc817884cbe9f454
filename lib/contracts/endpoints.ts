import { z } from "zod";
import type { Right } from "../core/access/rights.ts";
import { budgetEndpoints } from "./budgets.ts";
import * as channels from "./channels.ts";
import * as collector from "./collector.ts";
import * as connections from "./connections.ts";
import { evidenceEndpoints } from "./evidence.ts";
import { eventEndpoints } from "./events.ts";
import { ratingStepEndpoints } from "./rating-steps.ts";
import { spikeCheckEndpoints } from "./spike-checks.ts";
import { spikeEndpoints } from "./spikes.ts";
import { factsEndpoints } from "./facts-endpoints.ts";
import { historyEndpoints } from "./history-endpoints.ts";
import { importEndpoints } from "./import-endpoints.ts";
import { declaredEndpoints } from "./declared.ts";
import * as incidents from "./incidents.ts";
import { insightEndpoints } from "./insight-endpoints.ts";
import { holdEndpoints } from "./holds.ts";
import { launchGuardEndpoints } from "./launch-guards.ts";
import { launchEndpoints } from "./launches.ts";
import { markEndpoints } from "./marks.ts";
import { pageEndpoints } from "./pages.ts";
import { methodReviewEndpoints } from "./method-reviews.ts";
import { overviewShape } from "./overview.ts";
import { pageQuery } from "./page.ts";
import * as people from "./people.ts";
import * as numbers from "./phone-numbers.ts";
import { privacyEndpoints } from "./privacy-endpoints.ts";
import { registryDocumentEndpoints } from "./registry-document.ts";
import { registryEndpoints } from "./registry-endpoints.ts";
import { wordingEndpoints } from "./wordings.ts";
import * as reports from "./reports.ts";
import * as sandbox from "./sandbox.ts";
import { webhookReplay } from "./webhook-replays.ts";

/**
 * Every route of the HTTP API: the route files validate with these schemas and the OpenAPI document is generated from
 * them, so the two cannot disagree. `right` is what the service behind it demands.
 */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With OpenAPI placeholders: /api/v1/incidents/{id}. */
  readonly path: string;
  readonly summary: string;
  readonly right: Right | "public" | "anyone-signed-in";
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Media types that the route reads beside JSON, piece by piece. */
  readonly uploads?: readonly string[];
  /** Media types of the answer in the place of JSON. */
  readonly downloads?: readonly string[];
  /** The answer shows what must not be stored: an Idempotency-Key is passed over, as there is nothing to repeat. */
  readonly keepsNoAnswer?: true;
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
}

const none = z.strictObject({});

export const endpoints = {
  getOverview: get("/api/v1/overview", "What needs attention now", "quality.read", overviewShape),
  getMe: get("/api/v1/me", "Who is asking, and their rights", "anyone-signed-in", people.meShape),

  changePassword: {
    method: "POST",
    path: "/api/v1/me/password",
    summary: "Change one's own password; one's other sessions end",
    right: "anyone-signed-in",
    body: people.changePasswordBody,
    status: 204,
  },

  listPhoneNumbers: {
    ...get(
      "/api/v1/phone-numbers",
      "Phone numbers with their current state",
      "quality.read",
      numbers.phoneNumberListShape,
    ),
    query: numbers.phoneNumberListQuery,
  },
  getPhoneNumber: get(
    "/api/v1/phone-numbers/{id}",
    "One phone number",
    "quality.read",
    numbers.phoneNumberShape,
  ),
  getPhoneNumberHistory: {
    ...get(
      "/api/v1/phone-numbers/{id}/history",
      "Every rating, limit and status change, with its source",
      "quality.read",
      numbers.historyShape,
    ),
    query: numbers.historyQuery,
  },

  ...historyEndpoints,

  ...factsEndpoints,

  ...importEndpoints,

  ...privacyEndpoints,

  listWebhookReplays: get(
    "/api/v1/webhook-replays",
    "Re-derivations of facts from kept webhooks, newest first",
    "collector.read",
    z.object({ data: z.array(webhookReplay), nextCursor: z.null() }),
  ),
  getWebhookReplay: get(
    "/api/v1/webhook-replays/{id}",
    "How far a replay is",
    "collector.read",
    webhookReplay,
  ),
  startWebhookReplay: {
    method: "POST",
    path: "/api/v1/webhook-replays",
    summary: "Derive the facts of all kept webhooks anew",
    right: "connections.write",
    body: none,
    status: 202,
    response: webhookReplay,
  },

  listIncidents: {
    ...get("/api/v1/incidents", "Incidents, newest first", "incidents.read", incidents.incidentListShape),
    query: incidents.incidentListQuery,
  },
  getIncident: get(
    "/api/v1/incidents/{id}",
    "One incident with its timeline",
    "incidents.read",
    incidents.incidentDetailShape,
  ),
  acknowledgeIncident: act(
    "/api/v1/incidents/{id}/acknowledge",
    "Acknowledge an open incident",
    "incidents.act",
    none,
    incidents.incidentShape,
  ),
  resolveIncident: act(
    "/api/v1/incidents/{id}/resolve",
    "Close an incident by hand",
    "incidents.act",
    incidents.resolveIncidentBody,
    incidents.incidentShape,
  ),

  getCollector: {
    ...get(
      "/api/v1/collector",
      "What the collector knows about itself",
      "collector.read",
      collector.collectorShape,
    ),
    query: collector.collectorQuery,
  },
  listAsideDeliveries: {
    ...get(
      "/api/v1/collector/webhook-deliveries",
      "Webhook bodies that were set aside or belong to no account that is read",
      "collector.read",
      collector.asideDeliveryListShape,
    ),
    query: collector.asideDeliveryQuery,
  },

  listConnections: get(
    "/api/v1/connections",
    "Connections with what the collector knows",
    "collector.read",
    connections.connectionListShape,
  ),
  createConnection: {
    ...act(
      "/api/v1/connections",
      "Connect WhatsApp: probe, store, poll",
      "connections.write",
      connections.createConnectionBody,
      connections.connectionShape,
    ),
    status: 201,
  },
  updateConnection: {
    ...act(
      "/api/v1/connections/{id}",
      "Rename, pause or resume a connection, or replace its token",
      "connections.write",
      connections.updateConnectionBody,
      connections.connectionShape,
    ),
    method: "PATCH",
  },
  removeConnection: remove(
    "/api/v1/connections/{id}",
    "End a connection; its history stays",
    "connections.write",
  ),
  pollConnection: {
    ...act("/api/v1/connections/{id}/poll", "Poll now", "polls.start", none, connections.pollRunShape),
    status: 202,
  },
  getWebhookSetup: get(
    "/api/v1/connections/{id}/webhook-setup",
    "What to paste into Meta's webhook form",
    "connections.write",
    connections.webhookSetupShape,
  ),
  subscribeWebhooks: act(
    "/api/v1/connections/{id}/subscribe",
    "Subscribe the Meta app to every WABA of the connection",
    "connections.write",
    none,
    connections.webhookSubscriptionShape,
  ),
  connectSandbox: {
    ...act(
      "/api/v1/sandbox",
      "Start the sandbox and connect to it",
      "connections.write",
      none,
      connections.connectionShape,
    ),
    status: 201,
  },
  disconnectSandbox: remove("/api/v1/sandbox", "Stop the sandbox", "connections.write"),
  getSandbox: get(
    "/api/v1/sandbox",
    "Whether the sandbox runs, and the scenarios it can tell",
    "collector.read",
    sandbox.sandboxShape,
  ),
  startScenario: act(
    "/api/v1/sandbox/scenario",
    "Make the running sandbox tell another scenario",
    "connections.write",
    sandbox.startScenarioBody,
    sandbox.sandboxShape,
  ),

  listChannels: get("/api/v1/channels", "Where people are told", "channels.read", channels.channelListShape),
  createChannel: {
    ...act(
      "/api/v1/channels",
      "Add a channel",
      "channels.write",
      channels.createChannelBody,
      channels.createdChannelShape,
    ),
    status: 201,
  },
  updateChannel: {
    ...act(
      "/api/v1/channels/{id}",
      "Rename a channel, change its floor, switch it on or off",
      "channels.write",
      channels.updateChannelBody,
      channels.channelShape,
    ),
    method: "PATCH",
  },
  removeChannel: remove(
    "/api/v1/channels/{id}",
    "Remove a channel; its delivery log stays",
    "channels.write",
  ),
  testChannel: act(
    "/api/v1/channels/{id}/test",
    "Send a labelled test message",
    "channels.write",
    none,
    channels.channelTestShape,
  ),
  listChannelDeliveries: get(
    "/api/v1/channels/{id}/deliveries",
    "The newest 100 messages with every attempt",
    "channels.read",
    z.object({ data: z.array(incidents.deliveryShape) }),
  ),

  listPeople: {
    ...get("/api/v1/people", "People of the organization", "people.read", people.personListShape),
    query: pageQuery,
  },
  updatePerson: {
    ...act(
      "/api/v1/people/{id}",
      "Change a role, disable or enable",
      "people.write",
      people.updatePersonBody,
      people.personShape,
    ),
    method: "PATCH",
  },
  listInvitations: {
    ...get("/api/v1/invitations", "Open invitations", "people.write", people.invitationListShape),
    query: pageQuery,
  },
  createInvitation: {
    ...act(
      "/api/v1/invitations",
      "Invite a person",
      "people.write",
      people.createInvitationBody,
      people.createdInvitationShape,
    ),
    status: 201,
  },
  revokeInvitation: remove("/api/v1/invitations/{id}", "Withdraw an invitation", "people.write"),
  acceptInvitation: act(
    "/api/v1/invitations/accept",
    "Accept an invitation or the first set-up link",
    "public",
    people.acceptInvitationBody,
    z.object({ email: z.string() }),
  ),
  listApiKeys: {
    ...get("/api/v1/api-keys", "API keys", "api-keys.write", people.apiKeyListShape),
    query: pageQuery,
  },
  createApiKey: {
    ...act(
      "/api/v1/api-keys",
      "Make an API key; shown once",
      "api-keys.write",
      people.createApiKeyBody,
      people.createdApiKeyShape,
    ),
    status: 201,
  },
  revokeApiKey: remove("/api/v1/api-keys/{id}", "Revoke an API key", "api-keys.write"),

  ...registryEndpoints,
  ...registryDocumentEndpoints,

  ...methodReviewEndpoints,
  ...wordingEndpoints,

  ...launchEndpoints,

  ...evidenceEndpoints,
  ...pageEndpoints,
  ...declaredEndpoints,
  ...insightEndpoints,
  ...eventEndpoints,
  ...launchGuardEndpoints,
  ...holdEndpoints,
  ...spikeCheckEndpoints,
  ...spikeEndpoints,
  ...ratingStepEndpoints,
  ...budgetEndpoints,
  ...markEndpoints,

  listReports: get(
    "/api/v1/reports",
    "Weekly reports, newest first",
    "reports.read",
    reports.weeklyReportListShape,
  ),
  getReport: get(
    "/api/v1/reports/{isoWeek}",
    "One week as data; isoWeek is like 2026-W47",
    "reports.read",
    reports.weeklyReportShape,
  ),
} as const satisfies Record<string, Endpoint>;

function get<R extends z.ZodType>(path: string, summary: string, right: Endpoint["right"], response: R) {
  return { method: "GET", path, summary, right, response, status: 200 } as const;
}

function act<B extends z.ZodType, R extends z.ZodType>(
  path: string,
  summary: string,
  right: Endpoint["right"],
  body: B,
  response: R,
) {
  return { method: "POST", path, summary, right, body, response, status: 200 } as const;
}

function remove(path: string, summary: string, right: Endpoint["right"]) {
  return { method: "DELETE", path, summary, right, status: 204 } as const;
}
