import type { DeclarableKind } from "../core/registry/declared-kinds.ts";
import type { ApiKeyScope, Role } from "../core/access/rights.ts";
import type { ChannelConfig, Notification, SendResult } from "../core/alerting/notification.ts";
import type { GraphApiPort } from "../core/collection/graph-api-port.ts";
import type { PageLook } from "../core/pages/page-look.ts";
import type { Db } from "../adapters/db/open-database.ts";
import type { PrismaClient } from "../adapters/db/generated/client.ts";

/** Who is asking. The system acts for schedules and the command line's start-up work. */
export interface Actor {
  readonly kind: "person" | "api-key" | "system";
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  /** Of an API key that is held to less than its role; absent or empty: the whole role. */
  readonly scopes?: readonly ApiKeyScope[];
}

export const systemActor: Actor = {
  kind: "system",
  id: "system",
  name: "Staygreen",
  email: null,
  role: "admin",
};

/** Encryption at rest: the additional data ties a ciphertext to its organization, table, row and field. */
export interface SealerPort {
  seal(place: SealedPlace, plaintext: string): Promise<Uint8Array<ArrayBuffer>>;
  open(place: SealedPlace, ciphertext: Uint8Array): Promise<string>;
  sealBytes(place: SealedPlace, plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  openBytes(place: SealedPlace, ciphertext: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}
export interface SealedPlace {
  readonly organizationId: string;
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

export interface PasswordPort {
  hash(password: string): Promise<string>;
  /** False for a null hash too, after the same work, so that unknown accounts take as long. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** On a list of the most used passwords. */
  isCommon(password: string): boolean;
}

export interface SandboxPort {
  /** Starts the Graph double if it is not running. */
  ensureStarted(): Promise<SandboxEndpoint>;
  stop(): Promise<void>;
  /** Every story it can tell, running or not. */
  scenarios(): readonly SandboxScenario[];
  /** The story it tells now; null while it does not run in this process. */
  current(): { readonly scenarioId: string; readonly startedAt: Date } | null;
  /** Begins another story without a restart. @throws when it does not run or does not know the story. */
  startScenario(id: string): void;
  /** How the sandbox's shop has people opt in. */
  shopMethods(): readonly SandboxShopMethod[];
  /** Whether the shop sends opt-ins and complaints with a key already. */
  isTellingFacts(): boolean;
  /** Makes the shop send them to our own API with this key; null: no more. */
  tellFacts(apiKey: string | null): void;
}
export interface SandboxShopMethod {
  readonly name: string;
  readonly kind: "website" | "qr-code" | "in-person" | "sms" | "import" | "in-app-signup" | "other";
  readonly owner: string;
  readonly launchedDaysAgo: number;
  readonly sources: readonly {
    readonly key: string;
    readonly name: string;
    readonly country: string;
    /** What people are told that they will get; left out: nothing is declared. */
    readonly declaredKinds?: readonly { readonly kind: DeclarableKind; readonly words: string }[];
    /** What people read there; left out: nobody noted it. */
    readonly wording?: { readonly language: string; readonly text: string };
  }[];
}
export interface SandboxScenario {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly whatHappens: string;
  /** What Staygreen should show of it. */
  readonly whatToLookFor: string;
  /** Real seconds until something can be seen, roughly. */
  readonly firstEffectSeconds: number;
}
export interface SandboxEndpoint {
  readonly graphBaseUrl: string;
  readonly businessId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly verifyToken: string;
}

/** Makes people unrecognisable at the edge: a keyed hash in place of a phone number or user id. */
export interface ContactHasherPort {
  /** The organization's present key, made at its first use. */
  open(organizationId: string): Promise<ContactHasher>;
  /** Makes this process read the keys anew at the next use; others notice within a minute. */
  forget(organizationId: string): void;
  /** A fresh random key, sealed for this version. */
  sealNewKey(organizationId: string, version: number): Promise<Uint8Array>;
  /** The key as senders get it: 32 bytes in base64url. */
  openKey(organizationId: string, version: number, sealed: Uint8Array): Promise<string>;
}
export interface ContactHasher {
  readonly keyVersion: number;
  /** HMAC-SHA-256 of a person's normalised identity (core/messages/contact-identity.ts): 32 bytes. */
  hash(identity: string): Uint8Array<ArrayBuffer>;
  /** Versions of the contact key that are not retired, newest first; the first of them is `keyVersion`. */
  readonly versions: readonly number[];
  /** The person under each of these, newest first, in hexadecimal. */
  hashes(identity: string): readonly { readonly version: number; readonly hash: string }[];
  /** The person under the first key, retired or not: the same for ever. To make ids from; never stored as it is. */
  stableHash(identity: string): string;
  /** A message's id in our rows, since Meta's own spells the person's number: 22 characters, the same for ever. */
  messageKey(messageId: string): string;
}

/** Where orders to hold sends go, decrypted. */
export interface OrderReceiver {
  readonly url: string;
  readonly secret: string;
}

/** Meta's webhook format: signature over the raw bytes, and a parser that never throws. */
export interface WebhookPort {
  verifySignature(rawBody: Uint8Array, header: string | null, appSecret: string): boolean;
  parseEnvelope(rawBody: Uint8Array): WebhookEnvelope;
  constantTimeEqual(a: string, b: string): boolean;
  /** SHA-256 of the raw bytes, hexadecimal: the identity of a delivery. */
  bodyHash(rawBody: Uint8Array): string;
  /** What is kept of a body: its bytes without message text, compressed. */
  packBody(rawBody: Uint8Array): Promise<Uint8Array>;
  /** @throws when the bytes are not what `packBody` made. */
  unpackBody(packed: Uint8Array): Promise<Uint8Array>;
}
export type WebhookEnvelope =
  | {
      kind: "envelope";
      object: string | null;
      changes: readonly WebhookChange[];
      wabaIds: readonly string[];
      fields: readonly string[];
      broken: readonly { index: number; reason: string }[];
    }
  | { kind: "unreadable"; reason: string };
export interface WebhookChange {
  /** Its place in the delivery: with the body's hash, its identity. */
  readonly index: number;
  readonly wabaId: string | null;
  readonly field: string;
  readonly entryTime: Date | null;
  readonly displayDigits: string | null;
  readonly event: string | null;
  readonly value: unknown;
  /** May hold personal data: the value is never stored in clear. */
  readonly personal: boolean;
}

/** Wakes the loops of this process; other processes notice within a second by themselves. */
export type Poke = (
  loop: "polls" | "reads" | "webhooks" | "cells" | "replays" | "transitions" | "deliveries" | "hold-orders",
) => void;

/** What every service needs: the database, and the outside as ports. */
export interface ServicePorts {
  readonly db: PrismaClient;
  readonly clock: { now(): Date; monotonicMs(): number };
  readonly random: { id(now: Date): string; secret(byteCount: number): string; fraction(): number };
  readonly log: ServiceLog;
  readonly sealer: SealerPort;
  readonly passwords: PasswordPort;
  readonly hashToken: (token: string) => string;
  /** SHA-256 in hexadecimal; of a text, of its UTF-8. */
  readonly sha256: (content: Uint8Array | string) => string;
  readonly graphApi: GraphApiPort;
  readonly sendToChannel: (config: ChannelConfig, notification: Notification) => Promise<SendResult>;
  /** Posts a signed order to the system that sends; `body` and `id` are the same at every try. */
  readonly sendOrder: (receiver: OrderReceiver, order: { id: string; body: string }) => Promise<SendResult>;
  readonly sendMail: ((to: string, subject: string, lines: readonly string[]) => Promise<SendResult>) | null;
  /** Tells an outside watch that everything runs; null when none is set up. */
  readonly pingHeartbeat: (() => Promise<{ ok: boolean; detail: string }>) | null;
  readonly checkOutboundUrl: (url: string) => string | null;
  /** Why a public page at this address may not be read, or null. Does not look names up. */
  readonly checkPageUrl: (url: string) => string | null;
  /** Reads the text of a public page; never throws. */
  readonly readPage: (url: string) => Promise<PageLook>;
  readonly sandbox: SandboxPort;
  readonly webhooks: WebhookPort;
  readonly contacts: ContactHasherPort;
  readonly poke: Poke;
  /** Polls a connection soon, and again 30 s and 5 min later; repeated requests collapse into one. */
  readonly requestRepoll: (organizationId: string, connectionId: string) => Promise<void>;
  readonly appUrl: string;
  readonly defaults: {
    graphBaseUrl: string;
    apiVersion: string;
    pollIntervalSeconds: number;
    rawRetentionDays: number;
    factRetentionDays: number;
  };
}

export interface ServiceLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Ports plus who asks and for which organization. The organization always comes from the actor's session or key. */
export interface ServiceContext extends ServicePorts {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly requestId: string | null;
  /** The browser session that asks; null for programs and the system. */
  readonly sessionId: string | null;
}

/** Runs `work` in one transaction. No network call may happen inside: the embedded database has one connection. */
export function inTransaction<T>(
  ctx: { readonly db: PrismaClient },
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return ctx.db.$transaction(work);
}
