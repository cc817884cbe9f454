import { createHash, timingSafeEqual } from "node:crypto";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import type { Role } from "../../core/access/rights.ts";
import type { ChannelConfig, Notification } from "../../core/alerting/notification.ts";
import type {
  Actor,
  OrderReceiver,
  Poke,
  SealedPlace,
  ServiceContext,
  ServicePorts,
} from "../../services/context.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock {
  current: Date;
  now(): Date;
  monotonicMs(): number;
  /** Moves time on. */
  advance(milliseconds: number): void;
}

/** What a test may look at afterwards. */
interface Recordings {
  readonly poked: Parameters<Poke>[0][];
  readonly repolls: { organizationId: string; connectionId: string }[];
  readonly sent: { config: ChannelConfig; notification: Notification }[];
  readonly orders: { receiver: OrderReceiver; order: { id: string; body: string } }[];
  readonly mails: { to: string; subject: string; lines: readonly string[] }[];
  readonly logged: { level: "debug" | "info" | "warn" | "error"; fields: object; message: string }[];
  /** How many password verifications ran, those for unknown accounts included. */
  passwordChecks: number;
}

export type TestPorts = ServicePorts & { readonly clock: FakeClock; readonly seen: Recordings };
export type TestContext = ServiceContext & TestPorts;

function fakeClock(start = new Date("2026-06-01T09:00:00.000Z")): FakeClock {
  const clock: FakeClock = {
    current: start,
    now: () => new Date(clock.current),
    monotonicMs: () => clock.current.getTime(),
    advance: (milliseconds) => {
      clock.current = new Date(clock.current.getTime() + milliseconds);
    },
  };
  return clock;
}

/** Ports that touch nothing outside but `database`. Same order of calls, same ids and secrets. */
export function testPorts(
  database: { readonly client: PrismaClient },
  overrides: Partial<Omit<ServicePorts, "clock">> & { clock?: FakeClock } = {},
): TestPorts {
  const seen: Recordings = {
    poked: [],
    repolls: [],
    sent: [],
    orders: [],
    mails: [],
    logged: [],
    passwordChecks: 0,
  };
  const log = (level: Recordings["logged"][number]["level"]) => (fields: object, message: string) => {
    seen.logged.push({ level, fields, message });
  };
  return {
    db: database.client,
    clock: fakeClock(),
    random: countingRandom,
    log: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
    sealer: {
      seal: (place, plaintext) =>
        Promise.resolve(Uint8Array.from(Buffer.from(`${placeName(place)}\n${plaintext}`))),
      open: (place, ciphertext) => {
        const [name, ...rest] = Buffer.from(ciphertext).toString().split("\n");
        return name === placeName(place)
          ? Promise.resolve(rest.join("\n"))
          : Promise.reject(new Error(`Sealed for ${String(name)}, opened at ${placeName(place)}.`));
      },
      sealBytes: (place, plaintext) =>
        Promise.resolve(Uint8Array.from(Buffer.concat([Buffer.from(`${placeName(place)}\n`), plaintext]))),
      openBytes: (place, ciphertext) => {
        const name = Buffer.from(`${placeName(place)}\n`);
        return name.equals(Buffer.from(ciphertext).subarray(0, name.length))
          ? Promise.resolve(Uint8Array.from(ciphertext.subarray(name.length)))
          : Promise.reject(new Error(`Not sealed for ${placeName(place)}.`));
      },
    },
    passwords: {
      hash: (password) => Promise.resolve(`fake:${password}`),
      verify: (hash, password) => {
        seen.passwordChecks += 1;
        return Promise.resolve(hash === `fake:${password}`);
      },
      isCommon: (password) => password === "password1234",
    },
    hashToken: (token) => createHash("sha256").update(token).digest("hex"),
    sha256: (content) => createHash("sha256").update(content).digest("hex"),
    graphApi: notUsed("graphApi") as ServicePorts["graphApi"],
    sendToChannel: (config, notification) => {
      seen.sent.push({ config, notification });
      return Promise.resolve({ outcome: "sent", detail: "fake" });
    },
    sendOrder: (receiver, order) => {
      seen.orders.push({ receiver, order });
      return Promise.resolve({ outcome: "sent", detail: "fake" });
    },
    sendMail: (to, subject, lines) => {
      seen.mails.push({ to, subject, lines });
      return Promise.resolve({ outcome: "sent", detail: "fake" });
    },
    checkOutboundUrl: () => null,
    checkPageUrl: () => null,
    readPage: () => notCalled("readPage"),
    sandbox: notUsed("sandbox") as ServicePorts["sandbox"],
    webhooks: {
      verifySignature: () => notCalled("webhooks.verifySignature"),
      parseEnvelope: () => notCalled("webhooks.parseEnvelope"),
      constantTimeEqual: (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)),
      bodyHash: (rawBody) => createHash("sha256").update(rawBody).digest("hex"),
      packBody: () => notCalled("webhooks.packBody"),
      unpackBody: () => notCalled("webhooks.unpackBody"),
    },
    contacts: {
      open: () =>
        Promise.resolve({
          keyVersion: 1,
          hash: (identity) => Uint8Array.from(createHash("sha256").update(`contact ${identity}`).digest()),
          versions: [1],
          hashes: (identity) => [{ version: 1, hash: fakeContactHash(identity) }],
          stableHash: fakeContactHash,
          messageKey: (messageId) => `key-of-${messageId}`,
        }),
      forget: () => undefined,
      sealNewKey: () => notCalled("contacts.sealNewKey"),
      openKey: () => notCalled("contacts.openKey"),
    },
    pingHeartbeat: null,
    poke: (loop) => {
      seen.poked.push(loop);
    },
    requestRepoll: (organizationId, connectionId) => {
      seen.repolls.push({ organizationId, connectionId });
      return Promise.resolve();
    },
    appUrl: "https://staygreen.test",
    defaults: {
      graphBaseUrl: "https://graph.test",
      apiVersion: "v25.0",
      pollIntervalSeconds: 600,
      rawRetentionDays: 30,
      factRetentionDays: 400,
    },
    ...overrides,
    seen,
  };
}

/** A context whose actor has `role` (admin when not given) in organization "default". Writes no rows. */
export function testContext(
  database: { readonly client: PrismaClient },
  options: {
    role?: Role;
    organizationId?: string;
    actor?: Partial<Actor>;
    /** Share one clock and one set of recordings between contexts. */
    ports?: TestPorts;
  } = {},
): TestContext {
  const role = options.role ?? "admin";
  return {
    ...(options.ports ?? testPorts(database)),
    organizationId: options.organizationId ?? "default",
    requestId: "request-1",
    sessionId: null,
    actor: {
      kind: "person",
      id: `user-${role}`,
      name: `Test ${role}`,
      email: `${role}@example.com`,
      role,
      ...options.actor,
    },
  };
}

let counter = 0;
const countingRandom: ServicePorts["random"] = {
  id: (now) => now.getTime().toString(16).padStart(12, "0") + (++counter).toString(16).padStart(20, "0"),
  secret: (byteCount) => {
    const seed = createHash("sha512").update(`secret ${++counter}`).digest();
    return Buffer.from(Array.from({ length: byteCount }, (_, i) => seed[i % seed.length]!)).toString(
      "base64url",
    );
  },
  fraction: () => 0.5,
};

function fakeContactHash(identity: string): string {
  return createHash("sha256").update(`contact ${identity}`).digest("hex");
}

function placeName(place: SealedPlace): string {
  return [place.organizationId, place.table, place.id, place.field].join("/");
}

function notCalled(name: string): never {
  throw new Error(`${name} is not used in this test.`);
}

function notUsed(name: string): object {
  return new Proxy({}, { get: (_, property) => () => notCalled(`${name}.${String(property)}`) });
}
