import { expect, it } from "vitest";
import { measureLeads } from "./measure-lead.ts";

// The short form of what `npm run calibrate` prints (docs/launch-guard.md has 200 seeds); a median of 12 lives strays by hours.
it("the poisoned form is called harmful about a day before the rating of its number falls", () => {
  const { fell, before, medianLead } = measureLeads(501, 12);
  expect(fell).toBe(12);
  expect(before).toBeGreaterThanOrEqual(11);
  expect(medianLead).toBeGreaterThanOrEqual(12);
}, 60_000);
