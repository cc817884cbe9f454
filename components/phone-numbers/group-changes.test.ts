import { expect, test } from "vitest";
import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";
import { groupChanges } from "./group-changes.ts";

const change = (id: string, overrides: Partial<ChangeDto>): ChangeDto => ({
  id,
  field: "status",
  from: null,
  to: "CONNECTED",
  occurredAt: "2026-06-01T09:00:00Z",
  notBefore: null,
  recordedAt: "2026-06-01T09:00:01Z",
  source: "poll",
  ...overrides,
});

test("the fields of a first sighting are one group; later changes stand alone", () => {
  const later = {
    from: "GREEN",
    to: "RED",
    occurredAt: "2026-06-02T09:00:00Z",
    notBefore: "2026-06-02T08:50:00Z",
  };
  const groups = groupChanges([change("3", later), change("2", { field: "throughput" }), change("1", {})]);
  expect(
    groups.map((group) => (group.kind === "change" ? group.change.id : group.changes.map(({ id }) => id))),
  ).toEqual(["3", ["2", "1"]]);
});

test("a field that appears later, with a known earliest moment, is a change and not a first sighting", () => {
  const groups = groupChanges([change("1", { notBefore: "2026-06-01T08:50:00Z" })]);
  expect(groups.map((group) => group.kind)).toEqual(["change"]);
});
