import { describe, expect, it } from "vitest";
import { givenOldSource } from "../../testing/builders/given-old-source.ts";
import { messageHistory } from "./message-history.ts";
import { optInHistory } from "./opt-in-history.ts";

const now = Date.parse("2026-06-01T09:00:00Z");
const day = 86_400_000;
const sources = [
  ...["a", "b", "c", "d", "e", "f"].map((key) => givenOldSource(key, 400)),
  givenOldSource("prize-draw", 20, { blockTendency: 0.07 }),
];
const historyAt = (at: number) => {
  const optIns = optInHistory(7, at, sources);
  return { optIns, ...messageHistory(7, at, sources, optIns) };
};

describe("what the shop wrote to its people", () => {
  it("comes after each person's opt-in, none of it from tomorrow, and none after a stop", () => {
    const { optIns, exposures, signals } = historyAt(now);
    const since = new Map(optIns.map(({ contact, optedInAt }) => [contact, optedInAt]));
    const stopped = new Map(
      signals.flatMap((row) => (row.kind === "opt_out" ? [[row.contact, row.occurredAt]] : [])),
    );
    expect(stopped.size).toBeGreaterThan(20);
    const wrong = exposures.filter(
      (row) =>
        row.sentAt <= since.get(row.contact)! ||
        Date.parse(row.readAt ?? row.deliveredAt ?? row.sentAt) > now ||
        row.sentAt >= (stopped.get(row.contact) ?? "9"),
    );
    expect(wrong).toEqual([]);
    expect(new Set(exposures.map(({ id }) => id)).size).toBe(exposures.length);
  });

  it("annoys the people of a poisoned source many times more often", () => {
    const { optIns, exposures, signals } = historyAt(now);
    const sourceOf = new Map(optIns.map(({ contact, source }) => [contact, source]));
    const rate = (isPoisoned: boolean) => {
      const among = (row: { contact: string }) => (sourceOf.get(row.contact) === "prize-draw") === isPoisoned;
      return signals.filter(among).length / exposures.filter(among).length;
    };
    expect(rate(true) / rate(false)).toBeGreaterThan(8);
    expect(rate(false)).toBeLessThan(0.006);
  });

  it("is the same ten days later but for what has arrived since, so that sending it again counts nothing twice", () => {
    const [before, after] = [historyAt(now - 10 * day), historyAt(now)];
    const later = new Map(after.exposures.map((row) => [row.id, row]));
    const stillKnown = new Set(after.optIns.map(({ contact }) => contact));
    const kept = before.exposures.filter(({ contact }) => stillKnown.has(contact));
    expect(kept.length).toBeGreaterThan(5_000);
    // What waited for a phone may have arrived, and what arrived may have been read: never the other way round.
    const changed = kept.filter((row) => JSON.stringify(later.get(row.id)) !== JSON.stringify(row));
    expect(changed.length).toBeLessThan(kept.length / 100);
    for (const row of changed) {
      expect(["sent", "delivered"]).toContain(row.status);
      expect(later.get(row.id)).toMatchObject({ sentAt: row.sentAt, contact: row.contact });
    }
    const told = new Set(after.signals.map((row) => JSON.stringify(row)));
    for (const row of before.signals)
      if (stillKnown.has(row.contact)) expect(told).toContain(JSON.stringify(row));
  });
});
