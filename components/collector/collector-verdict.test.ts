import { describe, expect, it } from "vitest";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { collectorCautions, collectorVerdict } from "./collector-verdict.ts";

const now = Date.parse("2026-06-01T09:00:00.000Z");
const minute = 60_000;
const ago = (minutes: number) => new Date(now - minutes * minute).toISOString();
const error = {
  kind: "transient",
  message: "Meta could not be reached.",
  action: "",
  code: null,
  traceId: null,
};

const connection = (patch: Partial<CollectorConnection> = {}): CollectorConnection => ({
  id: "a",
  name: "Shop EU",
  kind: "meta",
  state: "active",
  freshness: "fresh",
  watchedSince: ago(9_000),
  pollIntervalSeconds: 600,
  lastSuccessAt: ago(3),
  nextPollAt: ago(-7),
  lastError: null,
  errorSince: null,
  consecutiveFailures: 0,
  skippedPolls: 0,
  unreadableUsageCount: 0,
  clockSkewSeconds: null,
  budget: { percent: 4, level: "normal", words: "", readAt: ago(3), waitingUntil: null },
  token: null,
  reads: [],
  wabaCounts: { total: 1, lost: 0, subscribed: 1, notSubscribed: 0, subscriptionUnknown: 0, restricted: 0 },
  numberCounts: { total: 1, fresh: 1, amber: 0, red: 0, missing: 0 },
  lastPolls: [],
  ...patch,
});
const verdict = (...connections: CollectorConnection[]) => collectorVerdict(connections, now);

describe("collectorVerdict", () => {
  it("says within which time everything was read, rounded up", () => {
    const other = connection({ name: "Shop MX", lastSuccessAt: ago(9.2) });
    expect(verdict(connection(), connection(), other)).toEqual({
      tone: "good",
      text: "All 3 connections were read within the last 10 minutes.",
    });
    expect(verdict(connection({ lastSuccessAt: ago(0.2) })).text).toBe(
      "Shop EU was read within the last minute.",
    );
  });

  it("names the one that is silent, since when and why, and how the others are", () => {
    const silent = connection({ lastSuccessAt: ago(42), lastError: error });
    expect(verdict(connection({ name: "Shop MX" }), silent)).toEqual({
      tone: "amber",
      text: "Shop EU has not been read for 42 minutes: Meta could not be reached. The other one is read as planned.",
    });
    expect(verdict(silent, connection({ name: "Shop MX", lastSuccessAt: ago(70) }))).toEqual({
      tone: "red",
      text: "Shop MX has not been read for 70 minutes: No round has ended well since. 1 more needs attention.",
    });
  });

  it("turns amber by the present time, although the figures were fetched while it was fresh", () => {
    const fetchedFresh = connection({ freshness: "fresh", lastSuccessAt: ago(25) });
    expect(verdict(fetchedFresh).tone).toBe("amber");
  });

  it.each([
    [
      { state: "token-dead", lastSuccessAt: ago(180) },
      "red",
      "Shop EU has not been read for 3 hours: Meta refuses its access token.",
    ],
    [
      { state: "token-dead", lastSuccessAt: null },
      "red",
      "Shop EU is not read: Meta refuses its access token.",
    ],
    [{ state: "paused" }, "neutral", "Shop EU is paused and was last read 3 minutes ago."],
    [{ lastSuccessAt: null }, "neutral", "The first poll of Shop EU has not ended yet."],
    [
      { lastSuccessAt: null, lastError: error },
      "amber",
      "Shop EU has never been read: Meta could not be reached.",
    ],
  ] as const)("%o is %s", (patch, tone, text) => {
    expect(verdict(connection(patch))).toEqual({ tone, text });
  });

  it("a refused token comes before everything else", () => {
    expect(
      verdict(connection({ lastSuccessAt: ago(900) }), connection({ name: "B", state: "token-dead" })).text,
    ).toMatch(/^B has not been read/);
  });
});

describe("collectorCautions", () => {
  it("says nothing while nothing is wrong", () => {
    expect(collectorCautions(connection())).toEqual([]);
  });

  it("tells what else deserves a look", () => {
    const token = {
      ...{
        valid: true,
        type: null,
        expiresAt: ago(-9_000),
        endsAt: ago(-9_000),
        endsInDays: 6,
        dataAccessExpiresAt: null,
      },
      ...{
        scopes: [],
        missingPermissions: [{ name: "business_management", neededFor: "" }],
        checkedAt: null,
      },
    };
    expect(
      collectorCautions(
        connection({
          token,
          budget: { percent: 83, level: "essential", words: "", readAt: ago(1), waitingUntil: null },
          wabaCounts: {
            total: 9,
            lost: 2,
            subscribed: 6,
            notSubscribed: 1,
            subscriptionUnknown: 0,
            restricted: 1,
          },
          numberCounts: { total: 9, fresh: 7, amber: 0, red: 1, missing: 1 },
          clockSkewSeconds: -600,
        }),
      ),
    ).toEqual([
      "The access token of Shop EU expires in 6 days.",
      "The access token of Shop EU lacks business_management.",
      "Shop EU has used 83 % of its call budget: some readings wait.",
      "2 accounts of Shop EU can no longer be seen.",
      "Meta restricts 1 account of Shop EU.",
      "Webhooks are not switched on for 1 account of Shop EU.",
      "1 number of Shop EU no longer appears in Meta's lists.",
      "1 number of Shop EU was not part of the last rounds.",
      "Meta's clock and this server's differ by 10 minutes.",
    ]);
  });

  it.each([
    [15, []],
    [14, ["The access token of Shop EU expires in 14 days."]],
    [0, ["The access token of Shop EU expires within a day."]],
    [-1, ["The access token of Shop EU has expired."]],
    [null, []],
  ])("a token with %s days left", (endsInDays, cautions) => {
    const token = {
      ...{ valid: true, type: null, expiresAt: null, endsAt: null, endsInDays, dataAccessExpiresAt: null },
      ...{ scopes: [], missingPermissions: [], checkedAt: null },
    };
    expect(collectorCautions(connection({ token }))).toEqual(cautions);
  });
});
