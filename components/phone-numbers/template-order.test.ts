import { expect, it } from "vitest";
import type { TemplateDto } from "@/lib/contracts/history.ts";
import { worstTemplatesFirst } from "./template-order.ts";

const template = (name: string, patch: Partial<TemplateDto> = {}): TemplateDto => ({
  ...{ id: name, wabaId: "1", name, language: "en_US", category: "MARKETING", previousCategory: null },
  ...{ correctCategory: null, status: "APPROVED", rejectedReason: null, qualityScore: "GREEN" },
  ...{ qualityScoreAt: null, pauseTitle: null, lastUpdatedAt: null, missingSince: null },
  ...{ firstSeenAt: "2026-06-01T09:00:00.000Z", observedAt: "2026-06-01T09:00:00.000Z" },
  ...patch,
});

it("lists templates in trouble first: RED, then YELLOW, then what may not be sent; those that are gone last", () => {
  const names = worstTemplatesFirst([
    template("b"),
    template("gone", { qualityScore: "RED", missingSince: "2026-06-01T09:00:00.000Z" }),
    template("paused", { status: "PAUSED", qualityScore: "UNKNOWN" }),
    template("yellow", { qualityScore: "YELLOW" }),
    template("a"),
    template("new status", { status: "FROZEN_ANEW" }),
    template("red", { qualityScore: "RED" }),
    template("silent", { status: null, qualityScore: null }),
  ]).map(({ name }) => name);
  expect(names).toEqual(["red", "yellow", "new status", "paused", "a", "b", "silent", "gone"]);
});
