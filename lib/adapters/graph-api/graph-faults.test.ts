import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import type { Fault } from "../../sandbox/faults.ts";
import type { GraphDoubleOptions } from "../../sandbox/graph-double.ts";
import { clientOnDouble, type ClientOnDouble } from "../../testing/builders/graph-client.ts";
import type { GraphTimeouts } from "./graph-http.ts";

let graph: ClientOnDouble;
beforeEach(async () => {
  graph = await clientOnDouble();
});
afterEach(() => graph.close());

async function restart(
  options: Partial<GraphDoubleOptions> & { timeouts?: GraphTimeouts; fraction?: number },
) {
  await graph.close();
  graph = await clientOnDouble(options);
}
const list = (wabaId = graph.wabaId) => graph.client.listPhoneNumbers(graph.credentials, wabaId, []);
const otherWaba = () => graph.double.world.portfolios[0]!.wabas[1]!.id;

/** The first number of the list, or a failing test. */
async function firstNumber() {
  const answer = await list();
  if (!answer.ok) throw new Error(answer.trouble.message);
  return answer.value.items[0]!;
}

describe("F01 a dead token", () => {
  // graph-api.md 10.1.
  it.each([undefined, 458, 459, 460, 463, 464, 467, 492])(
    "subcode %s: one call, no retry",
    async (subcode) => {
      graph.double.faults.add({ kind: "token-invalid", ...(subcode === undefined ? {} : { subcode }) });
      expect(await list()).toMatchObject({
        ok: false,
        trouble: {
          kind: "token-invalid",
          code: 190,
          subcode: subcode ?? null,
          traceId: expect.stringMatching(/^\w{23}$/) as unknown,
        },
        calls: 1,
      });
      expect(graph.waits).toEqual([]);
    },
  );

  it.each([0, 102, 104])("code %i: one call, no retry", async (code) => {
    graph.double.faults.add({ kind: "graph-error", code, httpStatus: 401 });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "token-invalid", code }, calls: 1 });
  });

  it("works again with the next good token", async () => {
    const credentials = { ...graph.credentials, accessToken: "wrong-access-token", appSecret: null };
    expect(await graph.client.listPhoneNumbers(credentials, graph.wabaId, [])).toMatchObject({ ok: false });
    expect(await list()).toMatchObject({ ok: true });
  });
});

describe("F02 one account lost", () => {
  it.each([
    ["not-visible", 100, 33],
    ["forbidden", 200, null],
  ] as const)("%s: that one is lost, the other is read", async (answer, code, subcode) => {
    graph.double.faults.add({ kind: "waba-permission-removed", wabaId: graph.wabaId, answer });
    expect(await list()).toMatchObject({
      ok: false,
      trouble: { kind: "asset-lost", code, subcode },
      calls: 1,
    });
    expect(await list(otherWaba())).toMatchObject({ ok: true, value: { complete: true } });
  });

  it.each([10, 230, 299])("code %i", async (code) => {
    graph.double.faults.add({ kind: "graph-error", code, httpStatus: 403 });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "asset-lost", code }, calls: 1 });
  });
});

describe("F03 throttling", () => {
  it.each([4, 613, 80007, 80008])(
    "code %i: one call, and the minutes that Meta names in the header",
    async (code) => {
      graph.double.faults.add({ kind: "graph-error", code, minutesToRegainAccess: 17 });
      expect(await list()).toMatchObject({
        ok: false,
        trouble: { kind: "rate-limited", code, waitMinutes: 17 },
        usage: { percent: 100, regainAccessMinutes: 17 },
        calls: 1,
      });
      expect(graph.waits).toEqual([]);
    },
  );

  it("a used-up budget says so with 80008, and how long", async () => {
    await restart({ callsPerHour: 2 });
    await list();
    expect(await list()).toMatchObject({ ok: true, usage: { percent: 100 } });
    const answer = await list();
    expect(answer).toMatchObject({ ok: false, trouble: { kind: "rate-limited", code: 80008 } });
    expect(!answer.ok && answer.trouble.waitMinutes).toBeGreaterThan(0);
  });

  it("without a readable header the minutes are unknown, not zero", async () => {
    graph.double.faults.add({ kind: "graph-error", code: 80008 });
    graph.double.faults.add({ kind: "usage-header", usage: "unparsable" });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "rate-limited", waitMinutes: null } });
  });
});

describe("F04 the usage header", () => {
  it.each([0, 59, 60, 80, 95, 130])("at %i percent is passed on", async (usage) => {
    graph.double.faults.add({ kind: "usage-header", usage });
    expect(await list()).toMatchObject({ ok: true, usage: { percent: usage } });
  });

  it.each([
    ["unparsable", 2],
    ["missing", 0],
  ] as const)("%s: ignored, and the numbers are read; %i headers are counted", async (usage, unreadable) => {
    graph.double.faults.add({ kind: "usage-header", usage });
    expect(await list()).toMatchObject({
      ok: true,
      value: { complete: true },
      usage: { percent: null, regainAccessMinutes: null, unreadable },
    });
  });

  it("the worst page of a round counts", async () => {
    await restart({ pageSize: 2 });
    graph.double.faults.add({ kind: "usage-header", usage: 40, times: 1 });
    graph.double.faults.add({ kind: "usage-header", usage: 96, times: 1 });
    graph.double.faults.add({ kind: "usage-header", usage: 41, times: 1 });
    expect(await list()).toMatchObject({ usage: { percent: 96 }, calls: 3 });
  });
});

describe("F05 storms, resets, codes 1 and 2", () => {
  const passing: readonly (readonly [string, Fault])[] = [
    ["502 with a page", { kind: "html-502" }],
    ["503", { kind: "http-status", status: 503, body: "busy" }],
    ["500 with JSON", { kind: "http-status", status: 500, body: "{}" }],
    ["429 from somebody else's proxy", { kind: "http-status", status: 429, body: "slow down" }],
    ["code 1", { kind: "graph-error", code: 1, httpStatus: 400 }],
    ["code 2", { kind: "graph-error", code: 2, httpStatus: 503 }],
    ["a code that says it is transient", { kind: "graph-error", code: 2500, isTransient: true }],
    ["a reset before the answer", { kind: "reset" }],
    ["a reset in the middle", { kind: "reset", stage: "mid-body" }],
    // F07: an answer that is not one.
    ["F07 a page with status 200", { kind: "http-status", status: 200, body: "<html>Sign in</html>" }],
    ["F07 an empty body", { kind: "empty-body" }],
    ["F07 cut JSON", { kind: "cut-json" }],
    ["F07 a bare string", { kind: "wrong-type-json" }],
    ["F07 null", { kind: "wrong-type-json", value: null }],
    ["F07 a number", { kind: "wrong-type-json", value: 7 }],
  ];

  it.each(passing)("%s: three tries, then passing trouble", async (_name, fault) => {
    graph.double.faults.add(fault);
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "transient" }, calls: 3 });
    expect(graph.double.requests).toHaveLength(3);
    expect(graph.waits).toHaveLength(2);
  });

  it.each(passing)("%s twice: the third try is the answer", async (_name, fault) => {
    graph.double.faults.add({ ...fault, times: 2 });
    expect(await list()).toMatchObject({ ok: true, value: { complete: true }, calls: 3 });
  });

  // Half to one second after the first try, one to two after the second.
  it.each([
    [0, [500, 1000]],
    [0.5, [750, 1500]],
    [0.999, [999.5, 1999]],
  ])("waits with jitter %d: %j ms", async (fraction, waits) => {
    await restart({ fraction });
    graph.double.faults.add({ kind: "html-502" });
    await list();
    expect(graph.waits).toEqual(waits);
  });

  it.each([
    ["F07 an object without data", { surprise: true }],
    ["F07 data that is no list", { data: "no list" }],
    ["F07 a list instead of an object", [1, 2]],
    ["an error that is a word", { error: "no" }],
  ])("%s is passing trouble, and nothing is taken from it", async (_name, value) => {
    graph.double.faults.add({ kind: "wrong-type-json", value });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });

  it("a server that is gone is passing trouble", async () => {
    await graph.double.close();
    expect(await list()).toMatchObject({
      ok: false,
      trouble: { kind: "transient", message: "the connection was refused" },
      calls: 3,
    });
  });

  it("an address that cannot be read is trouble, too, not an exception", async () => {
    const credentials = { ...graph.credentials, baseUrl: "graph.example.com" };
    const answer = await graph.client.listPhoneNumbers(credentials, graph.wabaId, []);
    expect(answer).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });
});

describe("F06 hangs", () => {
  // Only the limit under test is short, so that a busy machine cannot reach another one first.
  const patient = { connectMs: 30_000, headersMs: 30_000, bodyMs: 30_000 };

  it.each([
    ["before-headers", { headersMs: 40 }, "no answer within the time limit"],
    ["mid-body", { bodyMs: 40 }, "the answer did not end within the time limit"],
  ] as const)("%s: given up after its time limit, three times", async (stage, limit, message) => {
    await restart({ timeouts: { ...patient, ...limit } });
    graph.double.faults.add({ kind: "hang", stage });
    expect(await list()).toMatchObject({ ok: false, trouble: { kind: "transient", message }, calls: 3 });
  });

  // 16: all that one connection may have open at once, 8 WABAs of its round and 8 other readings.
  it.each([1, 16])("%i calls of an account that hangs do not delay another's", async (hung) => {
    await restart({ timeouts: patient });
    graph.double.faults.add({
      kind: "hang",
      stage: "before-headers",
      path: `/${graph.wabaId}/phone_numbers`,
    });
    let stillHanging = hung;
    const hanging = Promise.all(Array.from({ length: hung }, () => list().finally(() => stillHanging--)));
    const others = await Promise.all(Array.from({ length: 10 }, () => list(otherWaba())));
    expect(others.every((answer) => answer.ok)).toBe(true);
    expect(stillHanging).toBe(hung);
    await graph.close();
    for (const answer of await hanging)
      expect(answer).toMatchObject({ ok: false, trouble: { kind: "transient" } });
  });
});

describe("F09 values nobody expects", () => {
  it("keeps an unknown word raw", async () => {
    for (const field of [
      "quality_rating",
      "status",
      "whatsapp_business_manager_messaging_limit",
      "name_status",
    ]) {
      graph.double.faults.add({ kind: "field-value", field, value: "PURPLE" });
    }
    expect(await firstNumber()).toMatchObject({
      qualityRating: "PURPLE",
      status: "PURPLE",
      portfolioLimit: "PURPLE",
      nameStatus: "PURPLE",
    });
  });

  it("F11 reads both limit fields as they came", async () => {
    graph.double.faults.add({ kind: "field-value", field: "messaging_limit_tier", value: "TIER_1K" });
    expect(await firstNumber()).toMatchObject({ portfolioLimit: "TIER_10K", legacyLimit: "TIER_1K" });
  });

  it("reads an id that comes as a number, digit for digit", async () => {
    graph.double.faults.add({ kind: "id-as-number" });
    const answer = await list();
    expect(answer.ok && answer.value.items.map((item) => item.id)).toEqual(graph.numberIds);
    expect(answer).toMatchObject({ value: { complete: true } });
  });

  it("an empty score leaves the rating as it is", async () => {
    graph.double.faults.add({ kind: "empty-quality-score" });
    expect(await firstNumber()).toMatchObject({
      qualityRating: "GREEN",
      qualityScoreAt: null,
      qualityReasons: [],
    });
  });

  it("NA stays NA", async () => {
    graph.double.faults.add({ kind: "rating-na" });
    expect(await firstNumber()).toMatchObject({ qualityRating: "NA", qualityScoreAt: null });
  });

  it("a number that vanished is simply not listed; the list is whole", async () => {
    graph.double.faults.add({ kind: "number-missing", phoneNumberId: graph.numberIds[0]! });
    const answer = await list();
    expect(answer).toMatchObject({ ok: true, value: { complete: true } });
    expect(answer.ok && answer.value.items.map((item) => item.id)).toEqual(graph.numberIds.slice(1));
  });
});

describe("secrets", () => {
  it("never stand in the words about trouble, whatever Meta quotes", async () => {
    const fault = fc.oneof(
      fc.constantFrom<Fault>(
        { kind: "reset" },
        { kind: "html-502" },
        { kind: "cut-json" },
        { kind: "wrong-type-json", value: { data: "no list" } },
        { kind: "token-invalid" },
        { kind: "page-fails", page: 2 },
      ),
      fc.record({
        kind: fc.constant("graph-error" as const),
        code: fc.constantFrom(190, 100, 10, 3, 80008, 368, 1, 4711),
        message: fc
          .tuple(
            fc.string(),
            fc.constantFrom("{token}", "{encoded}", "nonexisting field ({secret})"),
            fc.string(),
          )
          .map((parts) => parts.join(" ")),
      }),
    );
    const credentials = {
      ...graph.credentials,
      accessToken: "EAA+odd/token=|with signs",
      appSecret: "0f1e2d3c4b5a6978",
    };
    await restart({ pageSize: 2, accessToken: credentials.accessToken, appSecret: credentials.appSecret });
    const { accessToken, appSecret } = credentials;
    const asked = { ...credentials, baseUrl: graph.double.url };
    await fc.assert(
      fc.asyncProperty(fault, async (drawn) => {
        graph.double.faults.clear();
        // Past the rest after an outage: each fault has to meet a call.
        graph.advance(3_600_000);
        const message = "message" in drawn ? (drawn.message ?? "") : "";
        const quoted = message
          .replace("{token}", accessToken)
          .replace("{encoded}", encodeURIComponent(accessToken))
          .replace("{secret}", appSecret);
        graph.double.faults.add("message" in drawn ? { ...drawn, message: quoted } : drawn);
        const answer = await graph.client.listPhoneNumbers(asked, graph.wabaId, []);
        const trouble = answer.ok ? answer.value.trouble : answer.trouble;
        if (trouble === null) throw new Error("the fault did not bite");
        const words = JSON.stringify([trouble, explainTrouble(trouble), graph.warnings]);
        for (const secret of [accessToken, encodeURIComponent(accessToken), appSecret]) {
          expect(words).not.toContain(secret);
        }
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});
