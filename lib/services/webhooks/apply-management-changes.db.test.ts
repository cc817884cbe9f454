import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
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
} from "../../sandbox/management-changes.ts";
import { statusesChange } from "../../sandbox/message-changes.ts";
import { envelopeOf, webhookBytes, type WebhookChange } from "../../sandbox/webhook-envelope.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { inTransaction } from "../context.ts";
import { applyManagementChanges, type ReceivedChanges } from "./apply-management-changes.ts";

const organizationId = "default";
const minute = 60_000;
const template = { id: "721045998320117", name: "autumn_offer", language: "de" };

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let wabaId: string;
let otherId: string;
let portfolioId: string;
let numberId: string;
let digits: string;
/** When everything was polled. */
let polledAt = new Date(0);
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports);
  await pollOnce(ports, await givenConnection(ports, graph));
  const portfolio = graph.world.portfolios[0]!;
  portfolioId = portfolio.id;
  [wabaId, otherId] = [portfolio.wabas[0]!.id, portfolio.wabas[1]!.id];
  const row = await database.client.phoneNumber.findFirstOrThrow({
    where: { wabaId },
    orderBy: { id: "asc" },
  });
  numberId = row.id;
  digits = row.displayPhoneNumber!.replace(/\D/g, "");
  polledAt = ports.clock.now();
  await database.client.$executeRaw`
    update portfolio set messaging_limit = 'TIER_10K', observed_at = ${polledAt} where id = ${portfolioId}`;
  await database.client.waba.updateMany({ data: { portfolioId } });
  await givenTemplate();
});

async function givenTemplate(changed: Partial<{ id: string; waba: string; language: string }> = {}) {
  const { id, language } = { ...template, ...changed };
  await database.client.messageTemplate.create({
    data: {
      organizationId,
      id,
      wabaId: changed.waba ?? wabaId,
      name: template.name,
      language,
      category: "UTILITY",
      status: "APPROVED",
      qualityScore: "GREEN",
      rankedScore: "GREEN",
      firstSeenAt: polledAt,
      observedAt: polledAt,
    },
  });
}

interface Told {
  /** Minutes after the poll at which it happened. */
  readonly at?: number;
  readonly waba?: string;
  /** Minutes after the poll at which it came in. */
  readonly receivedAt?: number;
}
const after = (minutes: number) => new Date(polledAt.getTime() + minutes * minute);

/** A delivery with one change, as Meta would send it. */
function delivery(
  change: WebhookChange,
  { at = 1, waba = wabaId, receivedAt = at }: Told = {},
): ReceivedChanges {
  const body = webhookBytes(envelopeOf(waba, change, after(at).getTime()));
  const parsed = ports.webhooks.parseEnvelope(body);
  if (parsed.kind !== "envelope") throw new Error(parsed.reason);
  const deliveryId = createHash("sha256").update(body).digest("hex");
  return { deliveryId, receivedAt: after(receivedAt), changes: parsed.changes };
}

async function apply(receivedBy: readonly ReceivedChanges[], replaying = false) {
  const wabas = await database.client.waba.findMany({
    where: { id: { in: [wabaId, otherId] } },
    select: { id: true, connectionId: true, portfolioId: true },
  });
  await inTransaction(ports, (tx) =>
    applyManagementChanges(tx, ports, { organizationId, receivedBy, wabas, replaying }),
  );
}
const tell = (change: WebhookChange, told: Told = {}) => apply([delivery(change, told)]);

const rowsOf = (table: "asset_change" | "phone_number_change") =>
  database.client.$queryRawUnsafe<{ text: string }[]>(
    `select ${table === "asset_change" ? "subject_kind" : "'number'"} || ' ' || field || ': ' ||
       coalesce(from_value, '-') || ' → ' || coalesce(to_value, '-') as text
     from ${table} where source = 'webhook' order by occurred_at, id`,
  );
const assetHistory = async () => (await rowsOf("asset_change")).map(({ text }) => text);
const numberHistory = async () => (await rowsOf("phone_number_change")).map(({ text }) => text);
const everything = async () => ({
  assets: await database.client.assetChange.findMany({ orderBy: [{ subjectId: "asc" }, { id: "asc" }] }),
  numbers: await database.client.phoneNumberChange.findMany({
    orderBy: [{ phoneNumberId: "asc" }, { id: "asc" }],
  }),
  templates: await database.client.messageTemplate.findMany({ orderBy: { id: "asc" } }),
  portfolios: await database.client.portfolio.findMany(),
  wabas: await database.client.waba.findMany({
    orderBy: { id: "asc" },
    select: { id: true, restrictions: true, accountReviewStatus: true, lastWebhookAt: true },
  }),
});
const storedTemplate = (id = template.id) =>
  database.client.messageTemplate.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } });
const waba = (id = wabaId) =>
  database.client.waba.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } });
const limit = async () => (await database.client.portfolio.findFirstOrThrow()).messagingLimit;

describe("a portfolio's limit", () => {
  it("is one change although every WABA is told, in whatever order the news come in", async () => {
    const told = [
      delivery(businessCapabilityUpdate({ limit: 100_000 }), { at: 1 }),
      delivery(businessCapabilityUpdate({ limit: "TIER_100K" }), { at: 2, waba: otherId }),
    ];
    await apply([told[1]!]);
    await apply([told[0]!]);
    const limits = (await assetHistory()).filter((line) => line.includes("messaging_limit"));
    expect(limits).toEqual(["portfolio messaging_limit: TIER_10K → TIER_100K"]);
    expect(await limit()).toBe("TIER_100K");
    const before = await everything();
    await apply(told, true);
    expect(await everything()).toEqual(before);
  });

  it.each([
    [2_000, "TIER_2K"],
    ["TIER_2K", "TIER_2K"],
    ["UNLIMITED", "TIER_UNLIMITED"],
    ["TIER_ODD", "TIER_ODD"],
  ])("%j is kept as %s, as polls spell it", async (spelled, kept) => {
    await tell(businessCapabilityUpdate({ limit: spelled }));
    expect(await limit()).toBe(kept);
  });

  it("a throughput of UNLIMITED raises no limit; the limit beside it counts", async () => {
    const update = {
      digits,
      event: "THROUGHPUT_UPGRADE",
      oldLimit: "TIER_10K",
      currentLimit: "TIER_UNLIMITED",
    };
    await tell(phoneNumberQualityUpdate({ ...update, limitPerBusiness: "TIER_100K" }));
    expect(await limit()).toBe("TIER_100K");
    expect(await numberHistory()).toEqual(["number event: - → THROUGHPUT_UPGRADE"]);
  });

  it("belongs to the WABA's history while its portfolio is not known", async () => {
    await database.client.waba.updateMany({ data: { portfolioId: null } });
    await tell(businessCapabilityUpdate({ limit: 2_000 }));
    expect(await assetHistory()).toContain("waba messaging_limit: - → TIER_2K");
    expect(await limit()).toBe("TIER_10K");
  });
});

describe("a number", () => {
  it("is found by its digits within its WABA, and only there", async () => {
    const update = phoneNumberQualityUpdate({
      digits,
      event: "FLAGGED",
      oldLimit: "TIER_10K",
      currentLimit: "TIER_1K",
    });
    await tell(update);
    await tell(update, { waba: otherId, at: 2 });
    const rows = await database.client.phoneNumberChange.findMany({ where: { source: "webhook" } });
    expect(new Set(rows.map(({ phoneNumberId }) => phoneNumberId))).toEqual(new Set([numberId]));
    expect(await numberHistory()).toEqual([
      "number event: - → FLAGGED",
      "number legacy_limit: TIER_10K → TIER_1K",
    ]);
  });

  it("takes the state of its name, in the poll's words", async () => {
    const name = { digits, requestedName: "Best Deals 24", rejectionReason: "NAME_NOT_CONSISTENT" };
    await tell(phoneNumberNameUpdate({ ...name, decision: "REJECTED" }));
    const row = await database.client.phoneNumber.findFirstOrThrow({ where: { id: numberId } });
    expect(row.nameStatus).toBe("DECLINED");
    expect(await numberHistory()).toEqual([
      "number name_decision: - → REJECTED",
      expect.stringMatching(/^number name_status: .* → DECLINED$/) as string,
      "number name_rejection_reason: - → NAME_NOT_CONSISTENT",
    ]);
  });

  it("keeps that somebody reset the PIN, and never who", async () => {
    await tell(securityEvent(digits, "PIN_RESET_REQUEST"));
    expect(await numberHistory()).toEqual(["number security: - → PIN_RESET_REQUEST"]);
    expect(await wholeDatabaseText(database)).not.toContain("61500011122233");
  });
});

describe("an account", () => {
  it("keeps restrictions with their ends, of each kind the one announced last", async () => {
    const until = (minutes: number) => after(minutes).getTime();
    const kind = "RESTRICTED_BIZ_INITIATED_MESSAGING";
    await tell(accountRestriction([kind], until(500)), { at: 5 });
    await tell(accountRestriction([kind, "RESTRICTED_ADD_PHONE_NUMBER_ACTION"], until(90)), {
      at: 1,
      receivedAt: 6,
    });
    await tell(accountRestriction(["RESTRICTED_UTILITY_TEMPLATES"]), { at: 7 });
    expect((await waba()).restrictions).toEqual([
      {
        type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
        until: after(90).toISOString(),
        announcedAt: after(1).toISOString(),
      },
      { type: kind, until: after(500).toISOString(), announcedAt: after(5).toISOString() },
      { type: "RESTRICTED_UTILITY_TEMPLATES", until: null, announcedAt: after(7).toISOString() },
    ]);
  });

  it("keeps bans, violations, deletions, alerts and reviews", async () => {
    await tell(accountViolation("SPAM"), { at: 1 });
    await tell(accountBan("SCHEDULE_FOR_DISABLE", "October 3, 2026"), { at: 2 });
    await tell(accountReviewUpdate("REJECTED"), { at: 3 });
    const alertType = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED";
    await tell(accountAlert({ entityType: "BUSINESS", entityId: portfolioId, alertType }), { at: 4 });
    await tell(accountUpdate("ACCOUNT_DELETED"), { at: 5 });
    expect(await assetHistory()).toEqual([
      "waba event: - → ACCOUNT_VIOLATION",
      "waba violation: - → SPAM",
      "waba event: - → DISABLED_UPDATE",
      "waba ban_state: - → SCHEDULE_FOR_DISABLE",
      "waba ban_date: - → October 3, 2026",
      "waba account_review_status: - → REJECTED",
      `portfolio alert: - → ${alertType}`,
      "waba event: - → ACCOUNT_DELETED",
    ]);
    expect((await waba()).accountReviewStatus).toBe("REJECTED");
  });
});

describe("a template", () => {
  it("takes status, pause, reason and category, and gives the pause up again", async () => {
    await tell(templateStatusUpdate({ template, event: "PAUSED", title: "SECOND_PAUSE" }), { at: 1 });
    expect(await storedTemplate()).toMatchObject({
      status: "PAUSED",
      pauseTitle: "SECOND_PAUSE",
      category: "MARKETING",
      previousCategory: null,
    });
    await tell(templateStatusUpdate({ template, event: "APPROVED", title: "UNPAUSE" }), { at: 2 });
    expect(await storedTemplate()).toMatchObject({ status: "APPROVED", pauseTitle: null });
    await tell(templateStatusUpdate({ template, event: "REJECTED", reason: "INVALID_FORMAT" }), { at: 3 });
    expect(await storedTemplate()).toMatchObject({ status: "REJECTED", rejectedReason: "INVALID_FORMAT" });
  });

  it("takes its score, also from under the wrong label", async () => {
    await tell(templateQualityUpdate(template, { from: "GREEN", to: "RED" }, true));
    expect(await storedTemplate()).toMatchObject({
      qualityScore: "RED",
      rankedScore: "RED",
      qualityScoreAt: after(1),
      status: "APPROVED",
    });
    await tell(templateQualityUpdate(template, { from: "RED", to: "UNKNOWN" }), { at: 2 });
    expect(await storedTemplate()).toMatchObject({ qualityScore: "UNKNOWN", rankedScore: "RED" });
  });

  it("is told of a new category a day before, and then of the change", async () => {
    const noticeAt = after(1_440).getTime();
    await tell(templateCategoryUpdate(template, { from: "UTILITY", to: "MARKETING", noticeAt }));
    expect(await storedTemplate()).toMatchObject({ category: "UTILITY", correctCategory: "MARKETING" });
    await tell(templateCategoryUpdate(template, { from: "UTILITY", to: "MARKETING" }), { at: 1_441 });
    expect(await storedTemplate()).toMatchObject({ category: "MARKETING", previousCategory: "UTILITY" });
    expect(await assetHistory()).toContain("template category: UTILITY → MARKETING");
  });

  it("whose id was mangled on the way is found by name and language, however the language is spelled", async () => {
    await givenTemplate({ id: "99000000000000001", language: "en_US" });
    const mangled = { ...template, id: "99000000000000000", language: "en-US" };
    await tell(templateStatusUpdate({ template: mangled, event: "DISABLED", title: "DISABLED" }));
    expect(await storedTemplate("99000000000000001")).toMatchObject({ status: "DISABLED" });
    expect(await storedTemplate()).toMatchObject({ status: "APPROVED" });
  });
});

describe("F17 order and repetition", () => {
  const steps = () => [
    delivery(templateStatusUpdate({ template, event: "PAUSED", title: "FIRST_PAUSE" }), { at: 1 }),
    delivery(templateStatusUpdate({ template, event: "APPROVED" }), { at: 2 }),
    delivery(templateStatusUpdate({ template, event: "DISABLED" }), { at: 3 }),
  ];
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  it.each(orders)("the order of arrival %i %i %i gives the same history and state", async (...order) => {
    for (const place of order) await apply([steps()[place]!]);
    expect((await assetHistory()).filter((line) => line.startsWith("template status"))).toEqual([
      "template status: - → PAUSED",
      "template status: PAUSED → APPROVED",
      "template status: APPROVED → DISABLED",
    ]);
    expect(await storedTemplate()).toMatchObject({ status: "DISABLED" });
  });

  it("one that comes a week late stands at its own time and overrides nothing", async () => {
    await tell(templateStatusUpdate({ template, event: "DISABLED" }), { at: 60 });
    await tell(templateStatusUpdate({ template, event: "PAUSED" }), { at: 1, receivedAt: 7 * 1_440 });
    expect(await storedTemplate()).toMatchObject({ status: "DISABLED" });
    const [first] = await database.client.assetChange.findMany({
      where: { field: "status" },
      orderBy: { occurredAt: "asc" },
    });
    expect(first).toMatchObject({ toValue: "PAUSED", occurredAt: after(1), recordedAt: after(7 * 1_440) });
  });

  it("what a poll has read since wins", async () => {
    await database.client.messageTemplate.updateMany({ data: { observedAt: after(10) } });
    await tell(templateStatusUpdate({ template, event: "PAUSED" }), { at: 5, receivedAt: 20 });
    expect(await storedTemplate()).toMatchObject({ status: "APPROVED" });
    expect(await assetHistory()).toContain("template status: - → PAUSED");
  });

  it("a second time, alone or in a replay, adds nothing", async () => {
    await apply(steps());
    const before = await everything();
    await apply(steps());
    expect(await everything()).toEqual(before);
    await apply(steps().slice(1, 2), true);
    expect(await everything()).toEqual(before);
  });

  it("a replay takes back what an earlier parser read wrongly", async () => {
    const [paused] = steps();
    await apply([paused!]);
    const [row] = await database.client.assetChange.findMany({ where: { field: "status" } });
    await database.client.assetChange.create({
      data: { ...row!, id: "wrong", field: "quality_score", toValue: "RED" },
    });
    await apply([paused!], true);
    expect((await assetHistory()).filter((line) => line.includes("quality_score"))).toEqual([]);
  });

  it("a time ahead of ours counts as now", async () => {
    await tell(templateStatusUpdate({ template, event: "PAUSED" }), { at: 600, receivedAt: 1 });
    await tell(templateStatusUpdate({ template, event: "APPROVED" }), { at: 2 });
    expect(await storedTemplate()).toMatchObject({ status: "APPROVED" });
  });
});

describe("what is not known", () => {
  it("F21 fields and words are listed once with their count, without what they carried", async () => {
    const odd: WebhookChange = {
      field: "user_id_update",
      value: { wa_id: "4917604069001", name: "K. Example" },
    };
    await tell(odd, { at: 1 });
    await tell(odd, { at: 2 });
    await tell(accountUpdate("ACCOUNT_TELEPORTED"), { at: 3 });
    await tell(businessCapabilityUpdate({ limit: "TIER_ODD" }), { at: 4 });
    const words = await database.client.unknownWord.findMany({ orderBy: { place: "asc" } });
    expect(words.map(({ place, value, seenCount }) => `${place} ${value} ${seenCount}`)).toEqual([
      "webhook.account_update.event ACCOUNT_TELEPORTED 1",
      "webhook.business_capability_update.limit TIER_ODD 1",
      "webhook.field user_id_update 2",
    ]);
    expect(await wholeDatabaseText(database)).not.toMatch(/4917604069001|K\. Example/);
  });

  it("WABAs of nobody and numbers that no poll has seen leave no history", async () => {
    await tell(phoneNumberQualityUpdate({ digits: "49111", event: "FLAGGED" }));
    await tell(accountUpdate("ACCOUNT_DELETED"), { waba: "999" });
    expect(await assetHistory()).toEqual([]);
    expect(await numberHistory()).toEqual([]);
  });
});

describe("that webhooks come", () => {
  it("is noted for each WABA; only news of the account count as announcements again", async () => {
    await database.client.waba.updateMany({ data: { unannouncedChanges: 2 } });
    const sender = { phoneNumberId: numberId, digits };
    const status = { messageId: "wamid.1", status: "sent", at: after(1).getTime() } as const;
    await tell(statusesChange(sender, [{ ...status, recipient: { waId: "4917604069001" } }]), { at: 1 });
    expect(await waba()).toMatchObject({ lastWebhookAt: after(1), unannouncedChanges: 2 });
    await tell(accountReviewUpdate("APPROVED"), { at: 2 });
    expect(await waba()).toMatchObject({ lastWebhookAt: after(2), unannouncedChanges: 0 });
    expect(await waba(otherId)).toMatchObject({ lastWebhookAt: null, unannouncedChanges: 2 });
  });

  it("is not noted when old ones are read again", async () => {
    await apply([delivery(accountReviewUpdate("APPROVED"))], true);
    expect(await waba()).toMatchObject({ lastWebhookAt: null });
  });
});
