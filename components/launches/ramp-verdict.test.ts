import { expect, it } from "vitest";
import type { MethodRampDto } from "@/lib/contracts/launches.ts";
import { rampVerdict } from "./ramp-verdict.ts";

const day = (at: number, planned: number | null, actual: number | null): MethodRampDto["days"][number] => ({
  day: `2026-06-0${at + 1}`,
  ...{ sinceLaunch: at, planned, actual, optIns: 0, deliveries: 0, share: null, isWhole: true },
});
const said = (unit: MethodRampDto["unit"], days: MethodRampDto["days"]) =>
  rampVerdict({ unit, startsOn: "2026-06-01", isLaunched: true, days });

it.each([
  [
    "no ramp",
    null,
    [day(0, null, null)],
    "No ramp is planned. Plan one, and what comes in is held against it.",
  ],
  ["as planned", "opt-ins", [day(0, 5, 5), day(1, 5, 0)], "More than planned came on none of 2 days."],
  ["one day", "opt-ins", [day(0, 5, 4)], "More than planned came on none of 1 day."],
  [
    "over it",
    "opt-ins",
    [day(0, 5, 6), day(1, 1000, 3000), day(2, 1000, 10)],
    "More than planned came on 2 of 3 days, furthest above it on 2026-06-02: 3,000 where at most 1,000 was planned.",
  ],
  [
    "a share, with a day on which nobody opted in anywhere",
    "share",
    [day(0, 0.05, null), day(1, 0.05, 0.125)],
    "More than planned came on 1 of 2 days, furthest above it on 2026-06-02: 12.5 % where at most 5.0 % was planned.",
  ],
] as const)("%s", (_name, unit, days, expected) => {
  expect(said(unit, [...days])).toBe(expected);
});
