import { expect, it } from "vitest";
import { instantFromWallTime } from "@/components/clock/zone-offset.ts";
import { wallTime } from "./wall-time.ts";

it("is what the field gives back for the same instant", () => {
  const at = "2026-05-01T07:05:00.000Z";
  expect(wallTime(at, "Europe/Berlin")).toBe("2026-05-01T09:05");
  expect(instantFromWallTime(wallTime(at, "Europe/Berlin"), "Europe/Berlin")).toBe(at);
  expect(wallTime(null, "UTC")).toBe("");
});
