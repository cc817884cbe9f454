import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import type { CollectorConnection, CollectorDto, CollectorWaba } from "@/lib/contracts/collector.ts";
import { BudgetMeter } from "./budget-meter.tsx";
import { ConnectionFacts } from "./connection-facts.tsx";
import { DifferenceSection } from "./difference-section.tsx";
import { GapSection } from "./gap-section.tsx";
import { NumberReadings } from "./number-readings.tsx";
import { ReadsTable } from "./reads-table.tsx";
import { UnknownWords } from "./unknown-words.tsx";
import { WabaTable } from "./waba-table.tsx";
import { WebhookSection } from "./webhook-section.tsx";

const at = "2026-06-01T09:00:00.000Z";
/** What a reader sees, tags left out. */
const words = (node: ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");

const connection: CollectorConnection = {
  ...{ id: "a", name: "Shop EU", kind: "meta", state: "active", freshness: "never", watchedSince: at },
  ...{ pollIntervalSeconds: 600, lastSuccessAt: null, nextPollAt: null, lastError: null, errorSince: null },
  ...{ consecutiveFailures: 0, skippedPolls: 0, unreadableUsageCount: 0, clockSkewSeconds: null },
  budget: { percent: null, level: "normal", words: "Not said yet.", readAt: null, waitingUntil: null },
  token: null,
  reads: [],
  wabaCounts: { total: 2, lost: 0, subscribed: 0, notSubscribed: 0, subscriptionUnknown: 2, restricted: 0 },
  numberCounts: { total: 0, fresh: 0, amber: 0, red: 0, missing: 0 },
  lastPolls: [],
};
const waba: CollectorWaba = {
  ...{ id: "1", name: null, connectionId: "a", state: "visible", lostSince: null, error: null },
  ...{ freshness: "never", lastPolledAt: null, numberCount: 0, missingCount: 0, subscribed: null },
  ...{ subscribedCheckedAt: null, lastWebhookAt: null, webhookEvents: null, unannouncedChanges: 0 },
  ...{ restrictions: [], droppedFields: [] },
};
const none = { events: null, duplicates: null, late: null, longestLateSeconds: null, broken: null };
const collector: CollectorDto = {
  asOf: at,
  connections: [connection],
  wabas: [waba],
  wabasLeftOut: 0,
  numbers: { data: [], nextCursor: null },
  webhooks: {
    fromDay: "2026-05-26",
    toDay: "2026-06-01",
    fields: [{ field: "account_update", state: "none-seen", ...none, lastReceivedAt: null }],
    bodies: {
      ...{ state: "none-seen", countedFrom: "2026-05-25T09:00:00.000Z", isPartial: false },
      ...{ received: null, duplicates: null, waiting: null, lastReceivedAt: null },
    },
    quarantined: { count: 0, isMore: false },
    orphaned: { count: 0, isMore: false },
  },
  differences: { from: at, data: [], unannounced: 0, contradicted: 0, limitFields: [] },
  unknownWords: { total: 0, data: [] },
  gaps: { from: "2026-05-02T09:00:00.000Z", total: 0, data: [] },
  scheduler: { lastBeatAt: null },
  heartbeat: { state: "off", lastOkAt: null, failedAt: null, failedStatus: null },
};

describe("what is not known is said, and never shown as a zero", () => {
  it("budget, token, webhooks and clock of a new connection", () => {
    const text = words(<ConnectionFacts connection={connection} />);
    expect(text).toContain("none so far");
    expect(text).toContain("not known");
    expect(text).toContain("not checked yet");
    expect(text).toContain("Phone numbers none read so far");
    expect(text).toContain("Meta's clock not known yet");
    expect(text).not.toMatch(/\b0 %/);
  });

  it("webhooks of which none came", () => {
    const text = words(<WebhookSection collector={collector} filter={{}} />);
    expect(text).toContain("Bodies received none seen");
    expect(text).toContain("None seen in seven days");
    expect(text).not.toMatch(/received 0|repeated 0/);
    const account = words(<WabaTable label="Accounts" wabas={[waba]} />);
    expect(account).toContain("not known yet");
    expect(account).toContain("none seen in 7 days");
    expect(account).toContain("never");
  });

  it("each list says why it is empty", () => {
    expect(words(<NumberReadings collector={collector} filter={{}} />)).toContain(
      "No number has been read so far",
    );
    expect(words(<ReadsTable reads={[]} />)).toContain("Nothing else is planned so far");
    expect(words(<UnknownWords collector={collector} />)).toContain("Nothing unknown was met");
    expect(words(<DifferenceSection collector={collector} connectionId={undefined} />)).toContain(
      "No difference seen",
    );
    expect(words(<GapSection collector={collector} connections={[connection]} />)).toContain("no gap");
  });
});

describe("the budget meter", () => {
  it("is a meter with its value in words, the points of change and the age of the figure", () => {
    const budget = {
      percent: 83.5,
      level: "essential",
      words: "Only ratings are read.",
      readAt: at,
      waitingUntil: null,
    } as const;
    const html = renderToStaticMarkup(<BudgetMeter budget={budget} />);
    expect(html).toMatch(/role="meter"[^>]*aria-valuenow="83.5"/);
    expect(html).toContain("83.5 %. Pace: slower from 60 %");
    expect(words(<BudgetMeter budget={budget} />)).toContain("said by Meta");
    expect(html).not.toContain("style=");
  });

  it("is no meter at 0 while nothing is known", () => {
    const html = renderToStaticMarkup(<BudgetMeter budget={connection.budget} />);
    expect(html).not.toContain('role="meter"');
    expect(html).toContain("Call budget used: not known");
  });
});

it("a gap that still lasts is drawn to the end and named so", () => {
  const gap = { connectionId: "a", from: "2026-05-31T09:00:00.000Z", to: null, wabas: 2 };
  const watched = { ...connection, watchedSince: "2026-01-01T00:00:00.000Z" };
  const text = words(
    <GapSection
      collector={{ ...collector, gaps: { ...collector.gaps, total: 1, data: [gap] } }}
      connections={[watched]}
    />,
  );
  expect(text).toContain("1 gap, 1 day in all");
  expect(text).toContain("still lasts");
});
