import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accountAlert,
  accountBan,
  accountRestriction,
  accountReviewUpdate,
  accountUpdate,
  accountViolation,
  businessCapabilityUpdate,
  phoneNumberNameUpdate,
  phoneNumberQualityUpdate,
  securityEvent,
  templateCategoryUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from "./management-changes.ts";
import {
  inboundChange,
  messageErrorChange,
  statusesChange,
  userPreferencesChange,
} from "./message-changes.ts";
import { seededRandom } from "./seeded-random.ts";
import { envelopeOf, type WebhookChange } from "./webhook-envelope.ts";
import { createWebhookSender, type WebhookSenderOptions } from "./webhook-sender.ts";
import { batchEnvelopes, shuffled } from "./webhook-variants.ts";

const start = Date.UTC(2026, 9, 6, 9);
const appSecret = "secret";
const wabaId = "204000000000001";
const received: { body: string; headers: IncomingHttpHeaders }[] = [];
let statuses: number[] = [];
let server: Server;

beforeEach(async () => {
  received.length = 0;
  statuses = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://receiver");
    if (request.method === "GET") {
      const isKnown = url.searchParams.get("hub.verify_token") === "known";
      response.writeHead(isKnown ? 200 : 403).end(isKnown ? url.searchParams.get("hub.challenge") : "");
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function createSender(options: Partial<WebhookSenderOptions> = {}) {
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhooks/meta`;
  const sleep = () => Promise.resolve();
  return createWebhookSender({ callbackUrl, appSecret, now: () => start, seed: 1, sleep, ...options });
}

function bodies(): unknown[] {
  return received.map(({ body }) => JSON.parse(body) as unknown);
}

const anyChange = accountReviewUpdate("APPROVED");
const anyEnvelope = envelopeOf(wabaId, anyChange, start);

describe("handshake", () => {
  it("is accepted with the right token only", async () => {
    const sender = createSender();
    expect(await sender.handshake("known")).toEqual({ isAccepted: true, status: 200 });
    expect(await sender.handshake("wrong")).toEqual({ isAccepted: false, status: 403 });
  });
});

describe("send", () => {
  it("signs the raw bytes, with everything beyond ASCII escaped", async () => {
    const change = accountUpdate("VERIFIED_ACCOUNT", { phone_number: "Grüße 🌲" });
    await createSender().send(envelopeOf(wabaId, change, start));
    const { body, headers } = received[0]!;
    expect(body).toContain("Gr\\u00fc\\u00dfe \\ud83c\\udf32");
    expect(bodies()).toEqual([
      { object: "whatsapp_business_account", entry: [{ id: wabaId, time: start / 1000, changes: [change] }] },
    ]);
    const expected = createHmac("sha256", appSecret).update(body).digest("hex");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${expected}`);
  });

  it("can sign wrongly or not at all", async () => {
    const sender = createSender();
    await sender.send(anyEnvelope, { badSignature: true });
    await sender.send(anyEnvelope, { unsigned: true });
    const expected = createHmac("sha256", appSecret).update(received[0]!.body).digest("hex");
    expect(received[0]!.headers["x-hub-signature-256"]).not.toBe(`sha256=${expected}`);
    expect(received[1]!.headers["x-hub-signature-256"]).toBeUndefined();
  });

  it("repeats the same bytes with growing waits until HTTP 200", async () => {
    const waits: number[] = [];
    const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    statuses = [500, 202, 404];
    expect(await createSender({ sleep }).send(anyEnvelope)).toEqual([
      { outcome: "delivered", status: 200, attempts: 4 },
    ]);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
  });

  it("gives up after the last try, and when nobody listens", async () => {
    statuses = [500, 500, 500];
    const sender = createSender({ retryDelaysMs: [1, 2] });
    expect(await sender.send(anyEnvelope)).toEqual([{ outcome: "gave-up", status: 500, attempts: 3 }]);
    const nobody = createSender({ callbackUrl: "http://127.0.0.1:1/", retryDelaysMs: [] });
    expect(await nobody.send(anyEnvelope)).toEqual([{ outcome: "gave-up", status: 0, attempts: 1 }]);
    expect(await nobody.handshake("known")).toEqual({ isAccepted: false, status: 0 });
  });

  it("ends its waits when closed", async () => {
    statuses = [500];
    const slow = createSender({ retryDelaysMs: [3_600_000] });
    const closing = createWebhookSender({
      callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      appSecret,
      now: () => start,
      seed: 1,
      retryDelaysMs: [3_600_000],
      fetch: async (...parameters) => {
        const response = await fetch(...parameters);
        setImmediate(() => closing.close());
        return response;
      },
    });
    expect(await closing.send(anyEnvelope)).toMatchObject([{ outcome: "gave-up" }]);
    slow.close();
  });

  it("duplicates and drops", async () => {
    const sender = createSender();
    expect(await sender.send(anyEnvelope, { duplicate: 2 })).toHaveLength(3);
    expect(await sender.send(anyEnvelope, { drop: true })).toEqual([
      { outcome: "dropped", status: 0, attempts: 0 },
    ]);
    expect(received).toHaveLength(3);
  });

  it("waits first when told to", async () => {
    const waits: number[] = [];
    const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    await createSender({ sleep }).send(anyEnvelope, { delayMs: 5 * 86_400_000 });
    expect(waits).toEqual([5 * 86_400_000]);
  });

  it("puts field in the wrong place", async () => {
    await createSender().send(anyEnvelope, { misplacedField: true });
    expect(bodies()).toEqual([
      {
        object: "whatsapp_business_account",
        entry: [
          { id: wabaId, time: start / 1000, field: anyChange.field, changes: [{ value: anyChange.value }] },
        ],
      },
    ]);
  });

  it("hides people behind user ids", async () => {
    const sender = { phoneNumberId: "1", digits: "999001" };
    const change = inboundChange(sender, {
      messageId: "wamid.2",
      at: start,
      from: { waId: "999555" },
      body: { kind: "text", text: "STOP" },
      inReplyTo: "wamid.1",
    });
    await createSender().send(envelopeOf(wabaId, change, start), { withoutWaId: true });
    const { body } = received[0]!;
    expect(body).not.toContain('"wa_id"');
    expect(body).toContain('"from_user_id":"DE.99955500001"');
    expect(body).toContain('"context":{"from":"999001","id":"wamid.1"}');
    expect(body).not.toContain('"time"');
  });

  it("sends template ids beyond 2^53 as numbers with all digits", async () => {
    const template = { id: "72104599832011745699", name: "autumn", language: "de" };
    const change = templateStatusUpdate({ template, event: "PAUSED", title: "FIRST_PAUSE" });
    await createSender().send(envelopeOf(wabaId, change, start));
    expect(received[0]!.body).toContain('"message_template_id":72104599832011745699,');
  });
});

describe("sendAll", () => {
  const many = Array.from({ length: 30 }, (_, index) => envelopeOf(String(index), anyChange, start));
  const wabasOf = (body: unknown) => (body as { entry: { id: string }[] }).entry.map((entry) => entry.id);

  it("puts a template's score under the wrong field, and leaves its id out or makes it huge", async () => {
    const naming = { id: "721045998320117", name: "autumn_offer", language: "de" };
    const change = templateQualityUpdate(naming, { from: "GREEN", to: "RED" });
    const envelope = envelopeOf(wabaId, change, start);
    const sender = createSender();
    await sender.send(envelope, { qualityUnderStatusField: true });
    await sender.send(envelope, { hugeTemplateIds: true });
    await sender.send(envelope, { withoutTemplateId: true });
    expect(received[0]!.body).toContain('"field":"message_template_status_update"');
    expect(received[0]!.body).toContain('"new_quality_score":"RED"');
    expect(received[1]!.body).toContain('"message_template_id":972104599832011707');
    expect(received[2]!.body).not.toContain("message_template_id");
    expect(received[2]!.body).toContain('"message_template_name":"autumn_offer"');
  });

  it("packs, shuffles, loses and repeats deliveries, the same way for the same seed", async () => {
    const options = { batchSize: 4, shuffle: true, dropShare: 0.3, duplicateShare: 0.3 };
    const outcomes = await createSender().sendAll(many, options);
    const first = bodies().map(wabasOf);
    received.length = 0;
    await createSender().sendAll(many, options);
    expect(bodies().map(wabasOf)).toEqual(first);
    expect(outcomes.some((outcome) => outcome.outcome === "dropped")).toBe(true);
    expect(new Set(first.map(String)).size).toBeLessThan(first.length);
    expect(first.every((ids) => ids.length <= 4)).toBe(true);
  });

  it("packs at most a thousand changes into one delivery", () => {
    const thousands = Array.from({ length: 2_500 }, () => anyEnvelope);
    expect(batchEnvelopes(thousands, 5_000).map((batch) => batch.entry.length)).toEqual([1000, 1000, 500]);
    expect(batchEnvelopes(thousands.slice(0, 2), 0)).toHaveLength(2);
  });

  it("shuffles without losing anything", () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const other = shuffled(items, seededRandom(1));
    expect(other).not.toEqual(items);
    expect([...other].sort((a, b) => a - b)).toEqual(items);
  });
});

describe("envelope builders", () => {
  const sender = { phoneNumberId: "330", digits: "493023125014" };
  const template = { id: "721045998320117", name: "autumn_offer", language: "de" };

  // Field names and shapes: graph-api.md section 9.
  it.each<[WebhookChange, string, Record<string, unknown>]>([
    [
      phoneNumberQualityUpdate({ digits: "49", event: "THROUGHPUT_UPGRADE", currentLimit: "TIER_UNLIMITED" }),
      "phone_number_quality_update",
      { display_phone_number: "49", event: "THROUGHPUT_UPGRADE", current_limit: "TIER_UNLIMITED" },
    ],
    [
      businessCapabilityUpdate({ limit: 250 }),
      "business_capability_update",
      { max_daily_conversations_per_business: 250, max_phone_numbers_per_business: 25 },
    ],
    [
      businessCapabilityUpdate({ limit: -1, perPhone: true, maxNumbers: 20 }),
      "business_capability_update",
      { max_daily_conversation_per_phone: -1, max_phone_numbers_per_waba: 20 },
    ],
    [
      accountRestriction(["RESTRICTED_BIZ_INITIATED_MESSAGING"], start),
      "account_update",
      {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: start / 1000 },
        ],
      },
    ],
    [
      accountViolation("SCAM"),
      "account_update",
      { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SCAM" } },
    ],
    [
      accountBan("DISABLE", "October 3, 2026"),
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "October 3, 2026" } },
    ],
    [
      accountAlert({
        entityType: "BUSINESS",
        entityId: "118",
        alertType: "OBA_REJECTED",
        description: "No.",
      }),
      "account_alerts",
      {
        entity_type: "BUSINESS",
        entity_id: "118",
        alert_info: {
          alert_severity: "WARNING",
          alert_status: "ACTIVE",
          alert_type: "OBA_REJECTED",
          alert_description: "No.",
        },
      },
    ],
    [accountReviewUpdate("DEFERRED"), "account_review_update", { decision: "DEFERRED" }],
    [
      phoneNumberNameUpdate({ digits: "49", decision: "APPROVED", requestedName: "Best" }),
      "phone_number_name_update",
      {
        display_phone_number: "49",
        decision: "APPROVED",
        requested_verified_name: "Best",
        rejection_reason: null,
      },
    ],
    [
      securityEvent("49", "PIN_CHANGED"),
      "security",
      { display_phone_number: "49", event: "PIN_CHANGED", requester: "61500011122233" },
    ],
    [
      messageErrorChange(sender, 131_048),
      "messages",
      expect.objectContaining({ errors: [expect.objectContaining({ code: 131_048 })] }) as never,
    ],
    [
      userPreferencesChange(sender, { person: { waId: "999" }, value: "stop", at: start }),
      "user_preferences",
      expect.objectContaining({
        user_preferences: [expect.objectContaining({ wa_id: "999", value: "stop", timestamp: start / 1000 })],
      }) as never,
    ],
  ])("%# %j", (change, field, value) => {
    expect(change.field).toBe(field);
    expect(change.value).toEqual(value);
  });

  it("tells template news under the right field, or under the wrong one of 2025", () => {
    expect(templateQualityUpdate(template, { from: "GREEN", to: "RED" }).field).toBe(
      "message_template_quality_update",
    );
    expect(templateQualityUpdate(template, { from: "GREEN", to: "RED" }, true).field).toBe(
      "message_template_status_update",
    );
    expect(templateCategoryUpdate(template, { from: "UTILITY", to: "MARKETING" }).value).toMatchObject({
      previous_category: "UTILITY",
      new_category: "MARKETING",
    });
    expect(
      templateCategoryUpdate(template, { from: "UTILITY", to: "MARKETING", noticeAt: start }).value,
    ).toMatchObject({
      new_category: "UTILITY",
      correct_category: "MARKETING",
      category_update_timestamp: start / 1000,
    });
  });

  it("writes statuses with string times, opaque data and errors", () => {
    const change = statusesChange(sender, [
      { messageId: "a", status: "sent", at: start, recipient: { waId: "999" }, opaqueData: "c=x;s=y" },
      { messageId: "b", status: "failed", at: start, recipient: { userId: "DE.1" }, errorCode: 131_049 },
    ]);
    expect(change.value["statuses"]).toMatchObject([
      {
        id: "a",
        timestamp: String(start / 1000),
        recipient_id: "999",
        biz_opaque_callback_data: "c=x;s=y",
        pricing: { pricing_model: "PMP", category: "marketing" },
      },
      { id: "b", status: "failed", recipient_user_id: "DE.1", errors: [{ code: 131_049 }] },
    ]);
  });

  it("has no contacts when a person changed the number, and a referral after an advertisement", () => {
    const moved = inboundChange(sender, {
      messageId: "a",
      at: start,
      from: { waId: "999" },
      body: { kind: "user-changed-number", newWaId: "9990" },
    });
    expect(moved.value).not.toHaveProperty("contacts");
    const clicked = inboundChange(sender, {
      messageId: "a",
      at: start,
      from: { waId: "999" },
      body: { kind: "button", text: "Hi" },
      referralSourceId: "12",
    });
    expect(clicked.value["messages"]).toMatchObject([{ type: "button", referral: { source_id: "12" } }]);
  });
});
