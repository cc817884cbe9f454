import { describe, expect, it } from "vitest";
import { runNode } from "../runtime/run-node.ts";
import { apiDouble, apiKey as key, problem } from "../testing/process/api-double.ts";
import { staygreen as runStaygreen } from "../testing/process/run-staygreen.ts";

const at = "2026-06-01T09:00:00.000Z";
const double = apiDouble();
const staygreen = (args: string[], options: { apiKey?: string | null; url?: string } = {}) =>
  runStaygreen(args, { url: double.url, ...options });

const run = (more: object = {}) => ({
  ...{ id: "run-1", trigger: "manual", occurredAt: at, startedAt: at, finishedAt: null, outcome: null },
  ...{ callCount: 0, wabaCount: 0, numberCount: 0, changeCount: 0, error: null },
  ...more,
});
const connection = (more: object = {}) => ({
  ...{ id: "c1", name: "Shops", kind: "meta", managedBy: "person", state: "active", businessId: null },
  ...{ apiVersion: "v25.0", appId: null, hasAppSecret: true, pollIntervalSeconds: 600, createdAt: at },
  ...{
    lastSuccessAt: at,
    nextPollAt: at,
    lastError: null,
    errorSince: null,
    skippedPolls: 0,
    freshness: "fresh",
  },
  ...{ budgetUsedPercent: 3, token: null, wabas: [], numberCount: 2, lastPolls: [] },
  webhooks: { received: 0, lastReceivedAt: null, orphaned: 0, quarantined: 0 },
  ...more,
});
const { plan } = double;
const planConnections = (...data: object[]) => plan("GET /api/v1/connections", { data, nextCursor: null });

describe("wrong use is exit code 2", () => {
  it.each([
    [["shout"]],
    [["import", "history"]],
    [["poll", "--timeout", "soon"]],
    [["numbers", "--colour"]],
    [[]],
  ])("%j", async (args) => {
    const { code, err } = await staygreen(args);
    expect(code).toBe(2);
    expect(err).not.toBe("");
    expect(double.asked).toEqual([]);
  });

  it("names the key that is missing, and what is wrong with the address", async () => {
    expect(await staygreen(["numbers"], { apiKey: null })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^An API key is needed: set STAYGREEN_API_KEY.*\n$/) as string,
    });
    expect(await staygreen(["numbers"], { url: "localhost:3000" })).toMatchObject({
      code: 2,
      err: expect.stringContaining("--url localhost:3000 is not an http or https address") as string,
    });
  });

  it("help that was asked for is not", async () => {
    const { code, out } = await staygreen(["--help"]);
    expect(code).toBe(0);
    expect(out.join("\n")).toMatch(/status[\s\S]+numbers[\s\S]+poll[\s\S]+import[\s\S]+replay/);
  });

  it("reads address and key from the environment, as a program of its own", async () => {
    plan("GET /api/v1/phone-numbers?limit=200", { data: [], nextCursor: null });
    const environment = { APP_URL: double.url, STAYGREEN_API_KEY: key };
    const real = (args: string[]) =>
      runNode(["--import", "tsx", "lib/cli/staygreen.ts", ...args], { cwd: process.cwd(), environment });
    expect(await real(["numbers"])).toEqual({ code: 0, output: "no phone number\n" });
    expect((await real(["shout"])).code).toBe(2);
  });
});

describe("failures are exit code 1, in plain lines", () => {
  it("a server that is not there", async () => {
    const { code, err } = await staygreen(["numbers"], { url: "http://127.0.0.1:9" });
    expect(code).toBe(1);
    expect(err).toMatch(
      /^http:\/\/127\.0\.0\.1:9 does not answer \(.+\)\. Is Staygreen running there\? See --url\.\n$/,
    );
  });

  it("a key that is refused", async () => {
    expect(await staygreen(["numbers"], { apiKey: "wrong" })).toMatchObject({
      code: 1,
      err: "Sign in, or send an API key.\n",
    });
  });

  it("faults of the input as field: message", async () => {
    const errors = [
      { path: "limit", message: "is too large" },
      { path: "cursor", message: "is not a cursor of this list" },
    ];
    plan("GET /api/v1/phone-numbers?limit=200", problem(422, "The query is not valid.", errors), 422);
    expect((await staygreen(["numbers"])).err).toBe(
      "limit: is too large\ncursor: is not a cursor of this list\n",
    );
  });

  it("an answer that is not Staygreen's", async () => {
    plan("GET /api/v1/phone-numbers?limit=200", { hello: "world" });
    expect(await staygreen(["numbers"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("unexpected form") as string,
    });
  });
});

describe("numbers", () => {
  const number = (id: string) => ({
    ...{
      id,
      displayPhoneNumber: "+49 30 1",
      verifiedName: "Shop",
      wabaId: "w1",
      wabaName: null,
      connectionId: "c1",
    },
    ...{
      connectionName: "Shops",
      qualityRating: "GREEN",
      ratingSince: at,
      qualityScoreAt: null,
      qualityReasons: [],
    },
    ...{
      messagingLimit: null,
      messagingLimitField: null,
      messagingLimitDisagrees: false,
      status: "CONNECTED",
    },
    ...{
      nameStatus: null,
      throughput: null,
      accountMode: null,
      canSendMessage: null,
      observedAt: at,
      stale: false,
    },
    ...{ freshness: "fresh", missingSince: null, lastError: null, errorSince: null, openIncidentId: null },
  });

  it("lists every page, as a table or as JSON", async () => {
    plan("GET /api/v1/phone-numbers?limit=200", { data: [number("700101")], nextCursor: "next" });
    plan("GET /api/v1/phone-numbers?limit=200&cursor=next", { data: [number("700102")], nextCursor: null });
    expect((await staygreen(["numbers"])).out).toEqual([
      "ID      NUMBER    NAME  RATING  LIMIT         STATUS     FRESHNESS",
      "700101  +49 30 1  Shop  GREEN   not reported  CONNECTED  fresh",
      "700102  +49 30 1  Shop  GREEN   not reported  CONNECTED  fresh",
    ]);
    const { out } = await staygreen(["--json", "numbers"]);
    expect((JSON.parse(out.join("")) as { id: string }[]).map(({ id }) => id)).toEqual(["700101", "700102"]);
  });
});

describe("status", () => {
  const incident = {
    ...{
      id: "i1",
      kind: "rating-fell",
      severity: "SEV2",
      state: "open",
      title: "Shop fell",
      summary: "",
      subject: {},
    },
    ...{
      openedAt: at,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
      updatedAt: at,
    },
  };

  it("tells readiness, connections and open incidents", async () => {
    plan("GET /readyz", { status: "ready" });
    planConnections(connection({ freshness: "amber" }));
    plan("GET /api/v1/incidents?state=unresolved&limit=200", { data: [incident], nextCursor: null });
    const { code, out } = await staygreen(["status"]);
    expect(code).toBe(0);
    expect(out[0]).toBe("ready");
    expect(out.join("\n")).toMatch(/Shops +active +amber +2026-06-01T09:00:00\.000Z\n/);
    expect(out.join("\n")).toMatch(/SEV2 +open +2026-06-01T09:00:00\.000Z +Shop fell/);
  });

  it("fails when Staygreen is not ready, and says why", async () => {
    plan("GET /readyz", { status: "not-ready", reason: "no scheduler has given a sign of life" }, 503);
    planConnections();
    plan("GET /api/v1/incidents?state=unresolved&limit=200", { data: [], nextCursor: null });
    expect(await staygreen(["status"])).toMatchObject({
      code: 1,
      err: "Staygreen is not ready: no scheduler has given a sign of life\n",
    });
  });
});

describe("poll", () => {
  it("starts all active connections and does not wait unless it is told to", async () => {
    planConnections(connection(), connection({ id: "c2", name: "Old", state: "paused" }));
    plan("POST /api/v1/connections/c1/poll", run());
    expect(await staygreen(["poll"])).toMatchObject({ code: 0, err: "Shops: round started\n", waited: 0 });
    expect(double.asked.filter(({ route }) => route.startsWith("POST"))).toHaveLength(1);
  });

  it("waits for the round of one connection, found by its name, and tells how it ended", async () => {
    const lists = [
      connection(),
      connection({ lastPolls: [run()] }),
      connection({
        lastPolls: [
          run({
            finishedAt: at,
            outcome: "complete",
            wabaCount: 2,
            numberCount: 9,
            changeCount: 1,
            callCount: 3,
          }),
        ],
      }),
    ];
    double.answers.set("GET /api/v1/connections", () => ({
      body: { data: [lists.length > 1 ? lists.shift() : lists[0]], nextCursor: null },
    }));
    plan("POST /api/v1/connections/c1/poll", run());
    const { code, out, waited } = await staygreen(["poll", "shops", "--wait"]);
    expect([code, waited]).toEqual([0, 2_000]);
    expect(out).toEqual(["Shops: complete, 2 accounts, 9 numbers, 1 changes, 3 calls"]);
  });

  it("fails with the reason when the round failed, and when it takes too long", async () => {
    const error = {
      kind: "token",
      message: "Meta refuses the token.",
      action: "Replace it.",
      code: 190,
      traceId: null,
    };
    planConnections(connection({ lastPolls: [run({ finishedAt: at, outcome: "failed", error })] }));
    plan("POST /api/v1/connections/c1/poll", run());
    expect(await staygreen(["poll", "c1", "--wait"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Shops: Meta refuses the token.\n") as string,
    });
    planConnections(connection({ lastPolls: [run()] }));
    expect(await staygreen(["poll", "c1", "--wait", "--timeout", "3"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("1 of 1 rounds still run after 4 s") as string,
    });
  });

  it("names the connections there are when one is not found", async () => {
    planConnections(connection());
    expect((await staygreen(["poll", "nobody"])).err).toBe(
      "connection: there is none with the id or name nobody. Known: Shops\n",
    );
  });
});

describe("replay", () => {
  const replay = (more: object = {}) => ({
    ...{ id: "r1", state: "running", requestedBy: "ETL", requestedAt: at, finishedAt: null, windowStart: at },
    ...{
      windowEnd: at,
      totalCount: 10,
      deliveryCount: 0,
      eventCount: 0,
      removedCount: 0,
      identical: null,
      error: null,
    },
    ...more,
  });

  it("waits until it is done and says whether anything changed", async () => {
    plan("POST /api/v1/webhook-replays", replay(), 202);
    const steps = [
      replay({ deliveryCount: 5 }),
      replay({ state: "done", deliveryCount: 10, eventCount: 40, identical: true }),
    ];
    double.answers.set("GET /api/v1/webhook-replays/r1", () => ({ body: steps.shift() }));
    const { code, out, err, waited } = await staygreen(["replay", "--wait"]);
    expect([code, waited]).toEqual([0, 2_000]);
    expect(err).toBe("0 of 10 webhooks\n5 of 10 webhooks\n");
    expect(out).toEqual([
      "replay r1: done, 10 of 10 webhooks, 40 events, 0 messages removed; the facts are the same as before",
    ]);
  });

  it("fails when one runs already, or when it failed", async () => {
    plan("POST /api/v1/webhook-replays", problem(409, "A replay of the kept webhooks runs already."), 409);
    expect(await staygreen(["replay"])).toMatchObject({
      code: 1,
      err: "A replay of the kept webhooks runs already.\n",
    });
    plan("POST /api/v1/webhook-replays", replay({ state: "failed", error: "The database went away." }), 202);
    expect(await staygreen(["replay", "--wait"])).toMatchObject({
      code: 1,
      err: "The database went away.\n",
    });
  });
});
