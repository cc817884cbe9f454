import { createHmac } from "node:crypto";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { envelopeOf, webhookBytes, type WebhookChange } from "../../sandbox/webhook-envelope.ts";
import { processWebhooks } from "../../services/webhooks/process-webhooks.ts";
import { receiveWebhook } from "../../services/webhooks/receive-webhook.ts";
import type { TestPorts } from "./service-context.ts";

/** Meta's side and the worker's, for tests of what becomes of webhooks. */
export interface WebhookDesk {
  /** The first WABA of the double's world, and a number of it. */
  readonly wabaId: string;
  readonly phoneNumberId: string;
  bytesOf(change: WebhookChange, wabaId?: string): Buffer;
  /** Signs and receives. */
  receive(body: Uint8Array): Promise<void>;
  /** Receives each change in a body of its own, then works on all that is stored. */
  work(...changes: WebhookChange[]): Promise<void>;
  /** Works until nothing is left. */
  drain(): Promise<number>;
}

export function webhookDesk(ports: TestPorts, graph: GraphDouble): WebhookDesk {
  const waba = graph.world.portfolios[0]!.wabas[0]!;
  const bytesOf = (change: WebhookChange, wabaId = waba.id) =>
    webhookBytes(envelopeOf(wabaId, change, ports.clock.now().getTime()));
  const receive = async (rawBody: Uint8Array) => {
    const digest = createHmac("sha256", graph.appSecret).update(rawBody).digest("hex");
    const answer = await receiveWebhook(ports, { rawBody, signature: `sha256=${digest}` });
    if (answer !== "stored") throw new Error("the webhook was refused");
  };
  const drain = async () => {
    let count = 0;
    for (let worked = -1; worked !== 0; count += worked) worked = await processWebhooks(ports);
    return count;
  };
  return {
    wabaId: waba.id,
    phoneNumberId: waba.phoneNumbers[0]!.id,
    bytesOf,
    receive,
    drain,
    work: async (...changes) => {
      for (const change of changes) await receive(bytesOf(change));
      await drain();
    },
  };
}
