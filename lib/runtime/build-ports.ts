import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createHeartbeat } from "../adapters/heartbeat/ping-heartbeat.ts";
import { createGuardedHttp } from "../adapters/channels/guarded-http.ts";
import { postSigned } from "../adapters/channels/webhook/post-signed.ts";
import { createChannelSender } from "../adapters/channels/send-to-channel.ts";
import { systemClock } from "../adapters/clock.ts";
import { loadDataKey, storeDataKey } from "../adapters/db/data-keys.ts";
import type { Database } from "../adapters/db/open-database.ts";
import type { Env } from "../adapters/env.ts";
import { createGraphClient } from "../adapters/graph-api/graph-client.ts";
import { createGraphAgent } from "../adapters/graph-api/graph-http.ts";
import type { Log } from "../adapters/log.ts";
import { systemRandom } from "../adapters/random.ts";
import { constantTimeEqual } from "../adapters/secrets/constant-time-equal.ts";
import type { DerivedKeys } from "../adapters/secrets/derive-keys.ts";
import { createTokenHasher } from "../adapters/secrets/hash-token.ts";
import { createPasswords } from "../adapters/secrets/passwords.ts";
import { loadContactKeys, storeContactKey } from "../adapters/db/contact-keys.ts";
import { contactKeyPlace, createContactHasher } from "../adapters/secrets/contact-hasher.ts";
import { packBody, unpackBody } from "../adapters/whatsapp-webhook/pack-body.ts";
import { createSealer } from "../adapters/secrets/sealer.ts";
import { parseEnvelope } from "../adapters/whatsapp-webhook/parse-envelope.ts";
import { verifySignature } from "../adapters/whatsapp-webhook/verify-signature.ts";
import { readLook } from "../core/pages/read-look.ts";
import type { Poke, SandboxPort, ServicePorts } from "../services/context.ts";
import { buildPageReader } from "./build-page-reader.ts";

export interface PortParts {
  readonly env: Env;
  readonly database: Database;
  readonly log: Log;
  readonly keys: DerivedKeys;
  readonly sandbox: SandboxPort;
  readonly poke: Poke;
  readonly requestRepoll: ServicePorts["requestRepoll"];
}

/** Plugs the real adapters into the ports that services know. Nothing is contacted yet. */
export function buildPorts(parts: PortParts): { ports: ServicePorts; close: () => Promise<void> } {
  const { env, database, keys, log } = parts;
  const agent = createGraphAgent();
  const http = createGuardedHttp({ allow: env.OUTBOUND_ALLOW });
  const pages = buildPageReader();
  const channels = createChannelSender({
    http,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.mailFrom,
    messageIdHost: new URL(env.appUrl).hostname,
  });
  const sealer = createSealer({
    wrappingKey: keys.wrappingKey,
    loadDataKey: (organizationId, keyId) => loadDataKey(database.client, organizationId, keyId),
    storeDataKey: (organizationId, id, wrapped) =>
      storeDataKey(database.client, { organizationId, id, wrapped, createdAt: systemClock.now() }),
  });
  const ports: ServicePorts = {
    db: database.client,
    clock: systemClock,
    random: systemRandom,
    log,
    sealer,
    passwords: createPasswords(),
    hashToken: createTokenHasher(keys.tokenHashKey),
    sha256,
    graphApi: createGraphClient({
      agent,
      clock: systemClock,
      log,
      random: systemRandom,
      sleep: (milliseconds) => sleep(milliseconds),
    }),
    sendToChannel: (config, notification) => channels.send(config, notification),
    sendOrder: (receiver, order) => postSigned({ http, now: () => systemClock.now() }, receiver, order),
    sendMail: channels.sendMail,
    pingHeartbeat: env.HEARTBEAT_URL === undefined ? null : createHeartbeat(env.HEARTBEAT_URL),
    checkOutboundUrl: (url) => http.check(url),
    checkPageUrl: (url) => pages.check(url),
    readPage: async (url) => readLook(await pages.read(url)),
    sandbox: parts.sandbox,
    webhooks: {
      verifySignature,
      parseEnvelope,
      constantTimeEqual,
      bodyHash: sha256,
      packBody,
      unpackBody,
    },
    contacts: createContactHasher({
      loadKeys: (organizationId) => loadContactKeys(database.client, organizationId),
      storeKey: (organizationId, key) =>
        storeContactKey(database.client, { organizationId, ...key, createdAt: systemClock.now() }),
      seal: (organizationId, version, key) => sealer.seal(contactKeyPlace(organizationId, version), key),
      open: (organizationId, version, sealed) =>
        sealer.open(contactKeyPlace(organizationId, version), sealed),
    }),
    poke: parts.poke,
    requestRepoll: parts.requestRepoll,
    appUrl: env.appUrl,
    defaults: {
      graphBaseUrl: env.GRAPH_BASE_URL,
      apiVersion: env.GRAPH_API_VERSION,
      pollIntervalSeconds: env.POLL_INTERVAL_SECONDS,
      rawRetentionDays: env.RAW_RETENTION_DAYS,
      factRetentionDays: env.FACT_RETENTION_DAYS,
    },
  };
  return {
    ports,
    close: async () => {
      await Promise.all([agent.close(), http.close(), pages.close()]);
    },
  };
}

function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
