import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  inboundChange,
  messageErrorChange,
  statusesChange,
  userPreferencesChange,
  type StatusInput,
} from "../../sandbox/message-changes.ts";
import type { WebhookChange } from "../../sandbox/webhook-envelope.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { webhookDesk, type WebhookDesk } from "../../testing/builders/webhook-desk.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";

let database: Database;
let ports: TestPorts;
let desk: WebhookDesk;
let line: { phoneNumberId: string; digits: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database, { sealer: realSealer(database) });
  const graph = await givenGraph(ports);
  await pollOnce(ports, await givenConnection(ports, graph));
  desk = webhookDesk(ports, graph);
  line = { phoneNumberId: desk.phoneNumberId, digits: "999001000000" };
});

const at = (seconds: number) => Date.parse("2026-06-01T08:00:00Z") + seconds * 1000;
const ada = { waId: "4917604069001" };
const bob = { waId: "4917604069002" };
const status = (
  name: StatusInput["status"],
  seconds: number,
  more: Partial<StatusInput> = {},
): WebhookChange =>
  statusesChange(line, [{ messageId: "wamid.one", status: name, at: at(seconds), recipient: ada, ...more }]);
const exposures = () => database.client.exposure.findMany({ orderBy: { id: "asc" } });
const signals = () => database.client.signal.findMany({ orderBy: { id: "asc" } });
const days = () => database.client.webhookDay.findMany({ orderBy: { field: "asc" } });

describe("statuses become exposures", () => {
  it("one message with every state it reached, its number, and the key chosen when it was sent", async () => {
    const opaqueData = "c=spring;s=checkout";
    await desk.work(status("sent", 1, { opaqueData }), status("delivered", 2), status("read", 3));
    expect(await exposures()).toMatchObject([
      {
        id: "key-of-wamid.one",
        phoneNumberId: line.phoneNumberId,
        occurredAt: new Date(at(1)),
        recordedAt: ports.clock.now(),
        sentAt: new Date(at(1)),
        deliveredAt: new Date(at(2)),
        readAt: new Date(at(3)),
        failedAt: null,
        errorCode: null,
        callbackData: opaqueData,
        campaignKey: "spring",
        sourceKey: "checkout",
        pricingCategory: "marketing",
        billable: true,
        origin: "webhook",
        contactKeyVersion: 1,
      },
    ]);
  });

  it("F18 any order, split and repetition of statuses give the same row", async () => {
    const told = [
      status("sent", 1, { opaqueData: "c=spring" }),
      status("delivered", 2),
      status("read", 3),
      status("delivered", 9),
      status("failed", 5, { errorCode: 131026 }),
    ];
    await desk.work(...told);
    const expected = await exposures();
    const expectedSignals = (await signals()).map((signal) => ({ ...signal, deliveryId: null }));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
        fc.array(fc.boolean(), { minLength: told.length * 2, maxLength: told.length * 2 }),
        async (order, workAfter) => {
          await database.client.exposure.deleteMany();
          await database.client.signal.deleteMany();
          await database.client.webhookDelivery.deleteMany();
          for (const [index, change] of order.entries()) {
            await desk.receive(desk.bytesOf(change));
            if (workAfter[index] === true) await desk.drain();
          }
          await desk.drain();
          expect(await exposures()).toEqual(expected);
          expect((await signals()).map((signal) => ({ ...signal, deliveryId: null }))).toEqual(
            expectedSignals,
          );
        },
      ),
      { numRuns: 12, seed: 18 },
    );
  });

  it("F16 counts what came twice, within a batch and across batches", async () => {
    await desk.work(
      statusesChange(line, [
        { messageId: "wamid.a", status: "sent", at: at(1), recipient: ada },
        { messageId: "wamid.a", status: "sent", at: at(1), recipient: ada },
        { messageId: "wamid.b", status: "sent", at: at(1), recipient: bob },
      ]),
    );
    expect(await days()).toMatchObject([{ field: "messages", eventCount: 3, duplicateCount: 1 }]);
    await desk.work(
      statusesChange(line, [
        { messageId: "wamid.a", status: "sent", at: at(1), recipient: ada },
        { messageId: "wamid.a", status: "delivered", at: at(2), recipient: ada },
      ]),
    );
    expect(await days()).toMatchObject([{ eventCount: 5, duplicateCount: 2 }]);
  });

  it("F17 says how late they were, and keeps their own time", async () => {
    ports.clock.advance(7 * 86_400_000);
    await desk.work(status("sent", 1));
    const [day] = await days();
    expect(day).toMatchObject({ eventCount: 1, lateCount: 1 });
    // Seven days and the hour between 08:00:01 and the clock's 09:00.
    expect(day!.longestLateSeconds).toBe(7 * 86_400 + 3_599);
    expect((await exposures())[0]).toMatchObject({ occurredAt: new Date(at(1)) });
  });

  it.each([
    [131050, "opt_out"],
    [131049, "ecosystem_hold"],
    [131026, "undelivered"],
    [131048, "spam_limited"],
  ])("a failure with %i is also a signal: %s", async (errorCode, kind) => {
    await desk.work(status("failed", 4, { errorCode }));
    expect(await signals()).toMatchObject([
      {
        kind,
        basis: "observed",
        exposureId: "key-of-wamid.one",
        phoneNumberId: line.phoneNumberId,
        occurredAt: new Date(at(4)),
        detail: { via: "failed-status", code: errorCode },
      },
    ]);
    expect((await exposures())[0]).toMatchObject({ errorCode, failedAt: new Date(at(4)) });
  });

  it("other failures are the sender's, and an experiment is nobody's: no signal", async () => {
    await desk.work(
      status("failed", 4, { errorCode: 131047 }),
      status("failed", 4, { errorCode: 130472, messageId: "wamid.two" }),
    );
    expect(await signals()).toEqual([]);
    expect(await exposures()).toHaveLength(2);
  });

  it("a spam limit without a message belongs to the number", async () => {
    await desk.work(messageErrorChange(line, 131048));
    expect(await signals()).toMatchObject([{ kind: "spam_limited", contact: null, exposureId: null }]);
  });
});

describe("what people say becomes signals", () => {
  const inbound = (text: string, more: object = {}) =>
    inboundChange(line, {
      messageId: `wamid.${text}`,
      at: at(9),
      from: ada,
      body: { kind: "text", text },
      ...more,
    });

  it("STOP as an answer is tied to the message it answers, hence to campaign and source", async () => {
    await desk.work(status("sent", 1), inbound("STOP", { inReplyTo: "wamid.one" }));
    const [exposure] = await exposures();
    const [signal] = await signals();
    expect(signal).toMatchObject({
      kind: "opt_out",
      exposureId: "key-of-wamid.one",
      occurredAt: new Date(at(9)),
      detail: { via: "text", keyword: "stop" },
    });
    expect(Buffer.from(signal!.contact!).equals(Buffer.from(exposure!.contact!))).toBe(true);
  });

  it("buttons and other languages count, ordinary words do not", async () => {
    await desk.work(
      inboundChange(line, {
        messageId: "wamid.b",
        at: at(9),
        from: ada,
        body: { kind: "button", text: "Stop promotions" },
      }),
      inbound("baja"),
      inbound("I will stop by the shop tomorrow"),
      inbound("START"),
    );
    expect((await signals()).map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "message:key-of-wamid.START resume",
      "message:key-of-wamid.b opt_out",
      "message:key-of-wamid.baja opt_out",
    ]);
  });

  it("the switch in the chat, repeated as Meta repeats it, is one wish; a later one is another", async () => {
    const stop = userPreferencesChange(line, { person: ada, value: "stop", at: at(1) });
    await desk.work(stop, { ...stop, value: { ...stop.value, extra: "another body" } });
    expect(await signals()).toHaveLength(1);
    await desk.work(
      userPreferencesChange(line, { person: ada, value: "resume", at: at(2) }),
      userPreferencesChange(line, { person: ada, value: "stop", at: at(3) }),
    );
    expect((await signals()).map(({ kind }) => kind).sort()).toEqual(["opt_out", "opt_out", "resume"]);
  });

  it("an ad's click is kept as where the contact came from", async () => {
    await desk.work(inbound("hello", { referralSourceId: "ad-77" }));
    expect(await database.client.adReferral.findMany()).toMatchObject([
      { id: "key-of-wamid.hello", sourceType: "ad", sourceId: "ad-77", phoneNumberId: line.phoneNumberId },
    ]);
  });

  it("a new number is linked to the old one, and both are one person from then on", async () => {
    await desk.work(
      inboundChange(line, {
        messageId: "wamid.moved",
        at: at(1),
        from: ada,
        body: { kind: "user-changed-number", newWaId: bob.waId },
      }),
    );
    const [link] = await database.client.contactLink.findMany();
    expect(link).toMatchObject({ reason: "changed-number" });
    await desk.work(
      statusesChange(line, [
        { messageId: "wamid.old", status: "sent", at: at(1), recipient: ada },
        { messageId: "wamid.xnew", status: "sent", at: at(1), recipient: bob },
      ]),
    );
    const [old, young] = await exposures();
    expect(old!.contact).toEqual(young!.contact);
    expect([link!.fromContact, link!.toContact]).toContainEqual(old!.contact);
    expect(link!.fromContact).not.toEqual(link!.toContact);
  });

  it("people known by a user id only are counted as well", async () => {
    await desk.work(status("sent", 1, { recipient: { userId: "DE.10493827561029384" } }));
    expect((await exposures())[0]!.contact).not.toBeNull();
  });
});

describe("privacy", () => {
  it("neither text nor number nor name is anywhere in the database, and no text in the sealed body", async () => {
    const change = inboundChange(line, {
      messageId: "wamid.private",
      at: at(1),
      from: { ...ada, name: "Erika Musterfrau" },
      body: { kind: "text", text: "my very private sentence" },
    });
    await desk.work(change, status("sent", 1));
    const text = await wholeDatabaseText(database);
    for (const secret of [ada.waId, "Erika Musterfrau", "my very private sentence"])
      expect(text).not.toContain(secret);
    const [delivery] = await database.client.webhookDelivery.findMany({ orderBy: { byteCount: "desc" } });
    const placeOf = { organizationId: "default", table: "webhook_delivery", id: delivery!.id, field: "body" };
    const kept = await ports.webhooks.unpackBody(await ports.sealer.openBytes(placeOf, delivery!.bodyCipher));
    expect(Buffer.from(kept).toString()).not.toMatch(/private sentence|Musterfrau/);
  });
});

describe("trouble", () => {
  it("F09 a status of tomorrow is no fact, and is shown as an unknown word", async () => {
    await desk.work(status("teleported" as StatusInput["status"], 1));
    expect(await exposures()).toEqual([]);
    expect(await database.client.unknownWord.findMany()).toMatchObject([
      { place: "webhook.status.status", value: "teleported", seenCount: 1, subjectId: desk.wabaId },
    ]);
  });

  it("F21 a foreign WABA's messages are kept as orphans, and become facts once the WABA is known", async () => {
    await desk.receive(desk.bytesOf(status("sent", 1), "999888777"));
    await desk.drain();
    expect(await database.client.webhookDelivery.findMany()).toMatchObject([{ state: "orphan" }]);
    expect(await exposures()).toEqual([]);
    expect(await days()).toEqual([]);
    const [waba] = await database.client.waba.findMany({ take: 1 });
    const { connectionId, firstSeenAt } = waba!;
    await database.client.waba.create({
      data: { organizationId: "default", id: "999888777", connectionId, state: "visible", firstSeenAt },
    });
    await pollOnce(ports, { organizationId: "default", connectionId });
    await desk.drain();
    expect(await exposures()).toHaveLength(1);
    expect(await database.client.webhookDelivery.findMany()).toMatchObject([{ state: "processed" }]);
  });

  it("F19 one broken status among a thousand: the others count, and the body is set aside with its place", async () => {
    const statuses = Array.from({ length: 1_000 }, (_, index) => ({
      messageId: `wamid.${index}`,
      status: "sent" as const,
      at: at(index),
      recipient: { waId: String(4_917_604_000_000 + index) },
    }));
    const change = statusesChange(line, statuses);
    const list = (change.value as { statuses: unknown[] }).statuses;
    list[500] = "not an object";
    await desk.work(change);
    expect(await database.client.exposure.count()).toBe(999);
    const [delivery] = await database.client.webhookDelivery.findMany();
    expect(delivery).toMatchObject({ state: "quarantined" });
    expect(JSON.stringify(delivery!.error)).toContain("500");
  });
});
