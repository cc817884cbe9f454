import { createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { mixSeed, seededRandom } from "./seeded-random.ts";
import { webhookBytes, type WebhookEnvelope } from "./webhook-envelope.ts";
import {
  batchEnvelopes,
  hugeTemplateIds,
  misplaceField,
  qualityUnderStatusField,
  shuffled,
  withoutTemplateId,
  withoutWaId,
} from "./webhook-variants.ts";

/** Falling frequency; Meta goes on for up to seven days, a sandbox gives up after some minutes. */
const defaultRetryDelays = [1_000, 3_000, 10_000, 30_000, 90_000, 300_000];
const defaultTimeout = 10_000;

export interface WebhookSenderOptions {
  readonly callbackUrl: string;
  readonly appSecret: string;
  /** Real time, unix milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  readonly fetch?: typeof fetch;
  /** Waits between tries; a test passes one that returns at once. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Waits before the second, third … try. An empty list means one try. */
  readonly retryDelaysMs?: readonly number[];
  readonly timeoutMs?: number;
  readonly log?: (line: string) => void;
}

interface SendOptions {
  /** Extra deliveries of the same bytes. */
  readonly duplicate?: number;
  readonly badSignature?: boolean;
  /** No signature header at all. */
  readonly unsigned?: boolean;
  readonly misplacedField?: boolean;
  readonly withoutWaId?: boolean;
  readonly qualityUnderStatusField?: boolean;
  readonly hugeTemplateIds?: boolean;
  readonly withoutTemplateId?: boolean;
  /** Waits first; with a fake `sleep` this costs nothing. */
  readonly delayMs?: number;
  /** Loses the delivery, as Meta may. */
  readonly drop?: boolean;
}

interface SendAllOptions extends SendOptions {
  /** Packs this many changes into one delivery, 1 to 1,000. Left out: as given. */
  readonly batchSize?: number;
  readonly shuffle?: boolean;
  /** Share of deliveries that never leave, 0 to 1. */
  readonly dropShare?: number;
  /** Share of deliveries that come twice, 0 to 1. */
  readonly duplicateShare?: number;
}

/** How one delivery ended. */
interface WebhookDelivery {
  readonly outcome: "delivered" | "gave-up" | "dropped";
  /** Last HTTP status; 0 when nobody answered. */
  readonly status: number;
  readonly attempts: number;
}

export interface WebhookSender {
  readonly now: () => number;
  readonly seed: number;
  /** Asks the callback to prove that it knows the verify token. */
  handshake(verifyToken: string): Promise<{ readonly isAccepted: boolean; readonly status: number }>;
  /** Delivers one envelope until HTTP 200 or until the tries are used up; one result per copy. Never rejects. */
  send(envelope: WebhookEnvelope, options?: SendOptions): Promise<readonly WebhookDelivery[]>;
  /** Delivers many, one after the other. */
  sendAll(
    envelopes: readonly WebhookEnvelope[],
    options?: SendAllOptions,
  ): Promise<readonly WebhookDelivery[]>;
  /** Ends waits and tries under way. */
  close(): void;
}

/** Posts webhooks the way Meta does: raw bytes signed, repeated until HTTP 200, out of order or broken on demand. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const random = seededRandom(mixSeed(options.seed, "webhooks"));
  const closing = new AbortController();
  const call = options.fetch ?? fetch;
  const sleep =
    options.sleep ?? ((milliseconds) => wait(milliseconds, undefined, { signal: closing.signal }));
  const delays = options.retryDelaysMs ?? defaultRetryDelays;

  async function attempt(bytes: Buffer, signature: string | null): Promise<number> {
    try {
      const response = await call(options.callbackUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "facebookexternalua",
          ...(signature === null ? {} : { "x-hub-signature-256": `sha256=${signature}` }),
        },
        body: new Uint8Array(bytes),
        redirect: "manual",
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(options.timeoutMs ?? defaultTimeout)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch (error) {
      options.log?.(`webhook: ${error instanceof Error ? error.message : String(error)}`);
      return 0;
    }
  }

  async function deliver(bytes: Buffer, signature: string | null): Promise<WebhookDelivery> {
    let status = 0;
    let attempts = 0;
    for (const delay of [0, ...delays]) {
      if (delay > 0 && !(await survivesWait(sleep, delay))) break;
      if (closing.signal.aborted) break;
      attempts += 1;
      status = await attempt(bytes, signature);
      if (status === 200) return { outcome: "delivered", status, attempts };
    }
    return { outcome: "gave-up", status, attempts };
  }

  async function send(
    envelope: WebhookEnvelope,
    sending: SendOptions = {},
  ): Promise<readonly WebhookDelivery[]> {
    if (sending.drop === true) return [{ outcome: "dropped", status: 0, attempts: 0 }];
    const bytes = webhookBytes(shapeEnvelope(envelope, sending));
    const secret = sending.badSignature === true ? `${options.appSecret}-wrong` : options.appSecret;
    const signature = sending.unsigned === true ? null : signatureOf(bytes, secret);
    if (sending.delayMs !== undefined) await survivesWait(sleep, sending.delayMs);
    const results: WebhookDelivery[] = [];
    for (let copy = 0; copy <= (sending.duplicate ?? 0); copy += 1)
      results.push(await deliver(bytes, signature));
    return results;
  }

  return {
    now: options.now,
    seed: options.seed,
    async handshake(verifyToken) {
      const challenge = String(1_000_000_000 + Math.floor(random() * 1_000_000_000));
      const url = new URL(options.callbackUrl);
      url.searchParams.set("hub.mode", "subscribe");
      url.searchParams.set("hub.verify_token", verifyToken);
      url.searchParams.set("hub.challenge", challenge);
      try {
        const response = await call(url, { redirect: "manual", signal: closing.signal });
        const body = await response.text();
        return { isAccepted: response.status === 200 && body === challenge, status: response.status };
      } catch {
        return { isAccepted: false, status: 0 };
      }
    },
    send,
    async sendAll(envelopes, sending = {}) {
      const packed =
        sending.batchSize === undefined ? envelopes : batchEnvelopes(envelopes, sending.batchSize);
      const ordered = sending.shuffle === true ? shuffled(packed, random) : packed;
      const results: WebhookDelivery[] = [];
      for (const envelope of ordered) {
        const drop = sending.drop === true || random() < (sending.dropShare ?? 0);
        const extra = random() < (sending.duplicateShare ?? 0) ? 1 : 0;
        results.push(
          ...(await send(envelope, { ...sending, drop, duplicate: (sending.duplicate ?? 0) + extra })),
        );
      }
      return results;
    },
    close: () => closing.abort(),
  };
}

function shapeEnvelope(envelope: WebhookEnvelope, sending: SendOptions): WebhookEnvelope {
  const variants = [
    ...(sending.withoutWaId === true ? [withoutWaId] : []),
    ...(sending.hugeTemplateIds === true ? [hugeTemplateIds] : []),
    ...(sending.withoutTemplateId === true ? [withoutTemplateId] : []),
    ...(sending.qualityUnderStatusField === true ? [qualityUnderStatusField] : []),
    ...(sending.misplacedField === true ? [misplaceField] : []),
  ];
  return variants.reduce((shaped, variant) => variant(shaped), envelope);
}

/** Lower-case hex HMAC-SHA256 over the raw bytes. */
function signatureOf(bytes: Buffer, appSecret: string): string {
  return createHmac("sha256", appSecret).update(bytes).digest("hex");
}

/** False when the sender was closed while waiting. */
async function survivesWait(
  sleep: (milliseconds: number) => Promise<void>,
  milliseconds: number,
): Promise<boolean> {
  try {
    await sleep(milliseconds);
    return true;
  } catch {
    return false;
  }
}
