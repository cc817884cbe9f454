import { webhookReplay, type WebhookReplay } from "../../contracts/webhook-replays.ts";
import type { ApiClient } from "../api-client.ts";
import { startProgress } from "../progress.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

export interface ReplayOptions {
  readonly wait: boolean;
  readonly json: boolean;
}

/** Has the facts of all kept webhooks derived anew; with `wait`, until that is done. */
export async function replay(api: ApiClient, terminal: Terminal, options: ReplayOptions): Promise<void> {
  let current = await api.post("/api/v1/webhook-replays", webhookReplay, {});
  if (options.wait) current = await waitFor(api, terminal, current);
  terminal.out(options.json ? JSON.stringify(current) : words(current));
  if (current.state === "failed") throw new CliFailure([current.error ?? "The replay failed."]);
}

async function waitFor(api: ApiClient, terminal: Terminal, started: WebhookReplay): Promise<WebhookReplay> {
  const progress = startProgress(terminal);
  let current = started;
  while (current.state === "running") {
    progress.update(
      current.deliveryCount,
      current.totalCount,
      `${current.deliveryCount} of ${current.totalCount} webhooks`,
    );
    await terminal.sleep(1_000);
    current = await api.get(`/api/v1/webhook-replays/${encodeURIComponent(current.id)}`, webhookReplay);
  }
  progress.end();
  return current;
}

function words(one: WebhookReplay): string {
  const same =
    one.identical === null
      ? ""
      : one.identical
        ? "; the facts are the same as before"
        : "; the facts are not the same as before";
  return `replay ${one.id}: ${one.state}, ${one.deliveryCount} of ${one.totalCount} webhooks, ${one.eventCount} events, ${one.removedCount} messages removed${same}`;
}
