import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import {
  channelListShape,
  channelShape,
  createdChannelShape,
  type CreateChannelBody,
} from "../../contracts/channels.ts";
import { deliveryShape } from "../../contracts/incidents.ts";
import type { Role } from "../../core/access/rights.ts";
import { channelReceiver, type ChannelReceiver } from "../../testing/builders/channel-receiver.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenTransition } from "../../testing/builders/given-transition.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { realSealer } from "../../testing/builders/real-sealer.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { deliver } from "../deliveries/deliver.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { createChannel } from "./create.ts";
import { ensureMailChannel } from "./ensure-mail-channel.ts";
import { listChannelDeliveries, listChannels } from "./list.ts";
import { testChannel } from "./send-test.ts";
import { removeChannel, updateChannel } from "./update.ts";

let database: Database;
let ports: TestPorts;
let receiver: ChannelReceiver;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  receiver = channelReceiver();
  ports = testPorts(database, { sealer: realSealer(database), sendToChannel: receiver.send });
  await givenOrganization(database);
});

const context = (role: Role = "admin", organizationId = "default") =>
  testContext(database, { ports, role, organizationId });
const slack: CreateChannelBody = {
  kind: "slack",
  name: "Slack",
  minSeverity: "SEV2",
  url: "https://hooks.slack.example/services/T0PLANTED/B0PLANTED/planted-secret",
};
const webhook: CreateChannelBody = {
  kind: "webhook",
  name: "Pager",
  minSeverity: "SEV1",
  url: "https://pager.example/hook?routing_key=planted-routing-key",
};
const email: CreateChannelBody = {
  kind: "email",
  name: "Mail",
  minSeverity: "INFO",
  to: ["a@example.com", "b@example.com"],
};
async function incident() {
  await givenTransition(ports, "GREEN→RED");
  await processTransitions(ports);
  await deliver(ports);
}

/** All refuse alike; handlers are attached at once, so that none counts as unhandled. */
async function expectAll(asking: readonly Promise<unknown>[], refusal: object): Promise<void> {
  await Promise.all(asking.map((one) => expect(one).rejects.toMatchObject(refusal)));
}

describe("adding", () => {
  it("shows where each leads without what makes it secret", async () => {
    for (const body of [slack, webhook, email])
      createdChannelShape.parse(await createChannel(context(), body));
    const { data } = channelListShape.parse(await listChannels(context("on-call")));
    expect(data.map(({ kind, target }) => [kind, target])).toEqual([
      ["slack", "https://hooks.slack.example/…"],
      ["webhook", "https://pager.example/…"],
      ["email", "a@example.com, b@example.com"],
    ]);
  });

  it("shows a webhook's signing secret once, and signs with it from then on", async () => {
    const { id, secret } = await createChannel(context(), webhook);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(JSON.stringify(await listChannels(context()))).not.toContain(secret);
    await testChannel(context(), id);
    expect(receiver.received).toMatchObject([{ config: { kind: "webhook", url: webhook.url, secret } }]);
    const own = `whsec_${"a".repeat(40)}`;
    expect(await createChannel(context(), { ...webhook, secret: own })).toMatchObject({ secret: own });
  });

  it("refuses an address that must not be reached, with the reason, and stores nothing", async () => {
    ports = { ...ports, checkOutboundUrl: () => "it leads into the private network." };
    await expect(createChannel(context(), webhook)).rejects.toMatchObject({
      code: "VALIDATION",
      details: { faults: [{ path: "url", message: "may not be used: it leads into the private network" }] },
    });
    expect(await database.client.channel.count()).toBe(0);
  });

  it("keeps every address secret at rest, in answers and in logs, until it is overwritten on removal", async () => {
    const answers: unknown[] = [];
    const ids: string[] = [];
    for (const body of [slack, webhook]) {
      const channel = await createChannel(context(), body);
      ids.push(channel.id);
      // The signing secret is shown in this answer only, on purpose.
      answers.push({ ...channel, secret: null }, await testChannel(context(), channel.id));
    }
    await incident();
    for (const id of ids) answers.push(await listChannelDeliveries(context(), id));
    answers.push(await listChannels(context()), ports.seen.logged);
    const text = `${JSON.stringify(answers)}${await wholeDatabaseText(database)}`;
    for (const secret of ["planted-secret", "T0PLANTED", "planted-routing-key", "whsec_"]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
    for (const id of ids) await removeChannel(context(), id);
    const rows = await database.client.channel.findMany();
    expect(rows.map(({ state, configCipher }) => [state, configCipher.length])).toEqual([
      ["removed", 0],
      ["removed", 0],
    ]);
  });
});

describe("the test message", () => {
  it("is labelled, goes out at once, and stands in the log without waiting", async () => {
    const { id } = await createChannel(context(), email);
    expect(await testChannel(context(), id)).toEqual({ outcome: "sent", detail: "HTTP 200" });
    expect(receiver.received).toMatchObject([
      {
        notification: {
          reason: "test",
          severity: "INFO",
          title: "[TEST] Staygreen can reach Mail",
          incident: null,
        },
      },
    ]);
    const { data } = await listChannelDeliveries(context(), id);
    expect(data.map((delivery) => deliveryShape.parse(delivery))).toMatchObject([
      { reason: "test", state: "sent", incidentId: null, attempts: [{ number: 1, outcome: "sent" }] },
    ]);
    expect(await deliver(ports)).toBe(0);
    expect((await listChannels(context())).data).toMatchObject([
      { lastSentAt: ports.clock.now().toISOString() },
    ]);
  });

  it("says what the receiver answered, is not retried, and marks a broken channel", async () => {
    const { id } = await createChannel(context(), slack);
    receiver.answerWith(() => ({ outcome: "failed", detail: "HTTP 404: no_service", channelBroken: true }));
    expect(await testChannel(context(), id)).toEqual({ outcome: "failed", detail: "HTTP 404: no_service" });
    expect((await listChannels(context())).data).toMatchObject([
      { state: "broken", lastError: "HTTP 404: no_service", lastSentAt: null },
    ]);
    receiver.answerWith(() => ({ outcome: "retry", detail: "HTTP 503", retryAfterSeconds: 1 }));
    await testChannel(context(), id);
    expect(await database.client.delivery.count({ where: { state: "dead" } })).toBe(2);
    expect(await deliver(ports)).toBe(0);
    receiver.answerWith(() => ({ outcome: "sent", detail: "ok" }));
    await testChannel(context(), id);
    expect((await listChannels(context())).data).toMatchObject([{ state: "active", lastError: null }]);
  });
});

describe("changing", () => {
  it("renames, raises the floor, switches off and on, and goes on saying when it last spoke", async () => {
    const { id } = await createChannel(context(), email);
    await testChannel(context(), id);
    const lastSentAt = ports.clock.now().toISOString();
    ports.clock.advance(60_000);
    const dto = channelShape.parse(
      await updateChannel(context(), id, { name: "Post", minSeverity: "SEV1", state: "off" }),
    );
    expect(dto).toMatchObject({ name: "Post", minSeverity: "SEV1", state: "off", lastSentAt });
    await incident();
    expect(await database.client.delivery.count({ where: { reason: "opened" } })).toBe(0);
    expect(await updateChannel(context(), id, { state: "active" })).toMatchObject({
      state: "active",
      name: "Post",
    });
  });

  it("a removed channel keeps its log in the incident, under a name that says so", async () => {
    const { id } = await createChannel(context(), email);
    await incident();
    await removeChannel(context(), id);
    expect((await listChannels(context())).data).toEqual([]);
    await expectAll(
      [
        listChannelDeliveries(context(), id),
        updateChannel(context(), id, { state: "active" }),
        removeChannel(context(), id),
        testChannel(context(), id),
      ],
      { code: "NOT_FOUND" },
    );
    expect(await database.client.delivery.count()).toBe(1);
  });
});

describe("who may do it", () => {
  it.each([
    ["growth", true],
    ["on-call", true],
    ["executive", false],
  ] as const)("%s changes nothing (reads: %s)", async (role, reads) => {
    const { id } = await createChannel(context(), email);
    const ctx = context(role);
    await expectAll(
      [
        createChannel(ctx, email),
        updateChannel(ctx, id, { name: "Mine" }),
        removeChannel(ctx, id),
        testChannel(ctx, id),
        ...(reads ? [] : [listChannels(ctx), listChannelDeliveries(ctx, id)]),
      ],
      { code: "FORBIDDEN" },
    );
    if (reads) expect((await listChannels(ctx)).data).toHaveLength(1);
    expect(receiver.received).toEqual([]);
  });

  it("F66 another organization's administrator finds nothing", async () => {
    const { id } = await createChannel(context(), email);
    const ctx = context("admin", "other");
    await expectAll(
      [
        updateChannel(ctx, id, { name: "Mine" }),
        removeChannel(ctx, id),
        testChannel(ctx, id),
        listChannelDeliveries(ctx, id),
      ],
      { code: "NOT_FOUND" },
    );
    expect((await listChannels(ctx)).data).toEqual([]);
    expect(receiver.received).toEqual([]);
  });
});

describe("the administrator's mail channel", () => {
  it("is made once, and a person who removes it or switches it off is obeyed", async () => {
    await Promise.all([1, 2, 3].map(() => ensureMailChannel(ports, "default", "ada@example.com")));
    const [channel] = (await listChannels(context())).data;
    expect(channel).toMatchObject({
      target: "ada@example.com",
      minSeverity: "SEV2",
      managedBy: "environment",
    });
    await incident();
    expect(receiver.received).toMatchObject([{ config: { kind: "email", to: ["ada@example.com"] } }]);
    await updateChannel(context(), channel!.id, { state: "off" });
    await ensureMailChannel(ports, "default", "ada@example.com");
    expect((await listChannels(context())).data).toMatchObject([{ state: "off" }]);
    await removeChannel(context(), channel!.id);
    await ensureMailChannel(ports, "default", "ada@example.com");
    expect((await listChannels(context())).data).toEqual([]);
  });
});
