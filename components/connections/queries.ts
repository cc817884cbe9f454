import { queryOptions } from "@tanstack/react-query";
import type {
  ConnectionDto,
  CreateConnectionBody,
  PollRunDto,
  UpdateConnectionBody,
  WebhookSetupDto,
  WebhookSubscriptionDto,
} from "@/lib/contracts/connections.ts";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

const contract = () => import("@/lib/contracts/connections.ts");
const connectionShape = async () => (await contract()).connectionShape;

export const connectionsQuery = queryOptions<{ data: ConnectionDto[]; nextCursor: string | null }>({
  queryKey: ["connections", "list"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/connections", async () => (await contract()).connectionListShape, { signal }),
  refetchInterval: refresh.frame,
});

/**
 * The same for the frame around every page. It has just come with the page, and the frame comes to life before the page
 * in it does: asking again at once could change data under a page whose text the browser is still comparing.
 */
export const frameConnectionsQuery = { ...connectionsQuery, refetchOnMount: false };

export const webhookSetupQuery = (id: string) =>
  queryOptions<WebhookSetupDto>({
    queryKey: ["connections", "webhook-setup", id],
    queryFn: ({ signal }) =>
      fetchJson(`${connectionPath(id)}/webhook-setup`, async () => (await contract()).webhookSetupShape, {
        signal,
      }),
    staleTime: 300_000,
  });

/** The form's words; the server fills in the defaults. */
export type ConnectionDraft = Partial<CreateConnectionBody>;

export function createConnection(body: ConnectionDraft): Promise<ConnectionDto> {
  return fetchJson("/api/v1/connections", connectionShape, { method: "POST", body });
}

export function updateConnection(id: string, body: UpdateConnectionBody): Promise<ConnectionDto> {
  return fetchJson(connectionPath(id), connectionShape, { method: "PATCH", body });
}

export function removeConnection(id: string): Promise<void> {
  return sendOnly(connectionPath(id), { method: "DELETE" });
}

export function pollNow(id: string): Promise<PollRunDto> {
  return fetchJson(`${connectionPath(id)}/poll`, async () => (await contract()).pollRunShape, {
    method: "POST",
    body: {},
  });
}

/** Asks Meta to send webhooks of every account of a connection to the app. */
export function subscribeWebhooks(id: string): Promise<WebhookSubscriptionDto> {
  return fetchJson(
    `${connectionPath(id)}/subscribe`,
    async () => (await contract()).webhookSubscriptionShape,
    { method: "POST", body: {} },
  );
}

export function startSandbox(): Promise<ConnectionDto> {
  return fetchJson("/api/v1/sandbox", connectionShape, { method: "POST", body: {} });
}

export function endSandbox(): Promise<void> {
  return sendOnly("/api/v1/sandbox", { method: "DELETE" });
}

function connectionPath(id: string): string {
  return `/api/v1/connections/${encodeURIComponent(id)}`;
}
