import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { optOutWatchQuery, optOutWatchShape } from "../../contracts/insights.ts";
import type { Notification } from "../../core/alerting/notification.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { hashOf, toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { resolveIncident } from "../incidents/resolve.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { listOptOutWatch } from "./list-opt-out-watch.ts";
import { watchOptOuts } from "./watch-opt-outs.ts";

const hour = 3_600_000;
const minute = 60_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database, "other");
  await givenChannel(ports, "on-call");
});

/** So long before the clock's present moment. */
const ago = (milliseconds: number) => new Date(ports.clock.now().getTime() - milliseconds);
async function countAll() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
const list = (query: object = {}) =>
  listOptOutWatch(testContext(database, { ports }), optOutWatchQuery.parse(query));
async function watch() {
  await countAll();
  await watchOptOuts(ports);
  await processTransitions(ports);
}
const incidents = async () =>
  (await database.client.incident.findMany({ orderBy: { openedAt: "asc" } })).map(
    ({ organizationId, fingerprint, severity, state }) =>
      `${organizationId} ${fingerprint} ${severity} ${state}`,
  );
const told = async () =>
  (await database.client.delivery.findMany({ orderBy: { id: "asc" } })).map(({ reason, message }) => ({
    reason,
    message: message as unknown as Notification,
  }));

/** A person who says stop 10 h ago, and marketing at these times after it. */
async function givenStop(
  person: string,
  afterMs: readonly number[],
  campaign = "spring",
  stopMs = 10 * hour,
) {
  const facts = toldFacts(database);
  const stopAt = ago(stopMs).getTime();
  await facts.messages([
    { id: `${person} before`, person, at: new Date(stopAt - hour), campaign },
    ...afterMs.map((ms) => ({ id: `${person} ${ms}`, person, at: new Date(stopAt + ms), campaign })),
  ]);
  await facts.events([{ id: `stop ${person}`, kind: "opt_out", person, at: new Date(stopAt) }]);
}

describe("the list", () => {
  it("counts what was sent after a stop, without saying to whom", async () => {
    await toldFacts(database).optIns([{ person: "ann", source: "shop", at: ago(90 * hour) }]);
    await givenStop("ann", [2 * minute, hour, 3 * hour]);
    await givenStop("bob", [5 * hour], "summer");
    await givenStop("cem", [2 * minute]);
    await givenStop("dora", []);
    await toldFacts(database).messages([{ id: "bill", person: "dora", at: ago(hour), category: "utility" }]);
    await toldFacts(database, "other").events([
      { id: "stop x", kind: "opt_out", person: "ann", at: ago(hour) },
    ]);
    await countAll();
    const dto = optOutWatchShape.parse(await list());
    // Violations 1 h and 3 h, and 5 h after the stop; last ones after 3 h and 5 h: median 4 h, 90 % at 3 + 0.9 × 2 h.
    expect(dto.summary).toMatchObject({
      optOuts: 4,
      withMessagesAfter: 4,
      violated: 2,
      violations: 3,
      medianSeconds: 4 * 3600,
      bySource: [
        { key: null, name: null, optOuts: 3, violated: 1 },
        { key: "shop", name: "shop", optOuts: 1, violated: 1 },
      ],
      byCampaign: [
        { key: "spring", violated: 1 },
        { key: "summer", violated: 1 },
      ],
    });
    expect(dto.summary.p90Seconds).toBeCloseTo(4.8 * 3600, 6);
    const text = JSON.stringify(dto);
    for (const secret of ["stop ann", hashOf("ann"), "stop bob"]) expect(text).not.toContain(secret);

    const violations = await list({ violations: "true", limit: "1" });
    const rest = await list({ violations: "true", limit: "1", cursor: violations.nextCursor });
    expect([...violations.data, ...rest.data].map((row) => row.violationCount).sort()).toEqual([1, 2]);
    expect(rest.nextCursor).toBeNull();
    expect(violations.summary.optOuts).toBe(4);
    expect((await list({ source: "shop" })).data).toMatchObject([
      {
        source: "shop",
        violationCount: 2,
        firstViolationAt: ago(9 * hour).toISOString(),
        lastViolationAt: ago(7 * hour).toISOString(),
        lastMessageAt: ago(7 * hour).toISOString(),
        lastCampaign: "spring",
        endedAt: null,
      },
    ]);
  });

  it("a message before the stop is not one after it, and a new opt-in ends the wish", async () => {
    await givenStop("ann", []);
    await givenStop("bob", [4 * hour]);
    await toldFacts(database).optIns([{ person: "bob", source: "shop", at: ago(8 * hour) }]);
    await countAll();
    const { summary, data } = await list();
    expect(summary).toMatchObject({ optOuts: 2, withMessagesAfter: 0, violated: 0, medianSeconds: null });
    expect(data.map(({ lastMessageAt }) => lastMessageAt)).toEqual([null, null]);
  });
});

describe("the alert", () => {
  it("opens once a number, says what, how many, since when and which campaign, and ends after 72 calm hours", async () => {
    await givenStop("ann", [hour, 3 * hour]);
    await givenStop("bob", [5 * hour]);
    await watch();
    await watch();
    expect(await incidents()).toEqual(["default opt-out-not-honoured:n1 SEV2 open"]);
    const [first] = await told();
    expect(first!.message).toMatchObject({
      title: "[SEV2] number n1: 2 people got marketing after saying stop",
      action:
        "Hold the campaign spring until its list leaves out everybody who said stop. The runbook has the steps under Messages after a wish to stop.",
    });
    // ann's stop was 10 h ago, the first message against it 9 h: the clock stands at 2026-06-01 09:00.
    expect(first!.message.lines[0]).toContain("Since 2026-06-01 00:00 UTC marketing was sent to 2 people");

    // The last message was 5 h ago.
    ports.clock.advance(66 * hour);
    await watch();
    expect(await incidents()).toEqual(["default opt-out-not-honoured:n1 SEV2 open"]);
    ports.clock.advance(2 * hour);
    await watch();
    await watch();
    expect(await incidents()).toEqual(["default opt-out-not-honoured:n1 SEV2 resolved"]);
    expect((await told()).map(({ reason }) => reason)).toEqual(["opened", "resolved"]);
  });

  it("history that is imported today calls nobody", async () => {
    await givenStop("ann", [hour], "spring", 60 * hour);
    await givenStop("bob", [hour], "spring", 24 * 200 * hour);
    await watch();
    expect(await incidents()).toEqual([]);
    expect((await list({ from: ago(24 * 300 * hour).toISOString() })).summary.violated).toBe(2);
  });

  it("speaks again at ten times as many people, and anew after a person ended it", async () => {
    await givenStop("p0", [hour]);
    await watch();
    for (let index = 1; index < 9; index++) await givenStop(`p${index}`, [hour]);
    await watch();
    expect(await told()).toHaveLength(1);
    await givenStop("p9", [hour]);
    await watch();
    await watch();
    expect((await told()).map(({ reason }) => reason)).toEqual(["opened", "worsened"]);
    expect((await told())[1]!.message.title).toContain("10 people");

    const [open] = await database.client.incident.findMany();
    await resolveIncident(testContext(database, { ports }), open!.id, { comment: "list mended" });
    await watch();
    expect(await incidents()).toHaveLength(1);
    ports.clock.advance(2 * hour);
    await givenStop("p10", [9.5 * hour]);
    await watch();
    await watch();
    expect(await incidents()).toEqual([
      "default opt-out-not-honoured:n1 SEV2 resolved",
      "default opt-out-not-honoured:n1 SEV2 open",
    ]);
  });
});
