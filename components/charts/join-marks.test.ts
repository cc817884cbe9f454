import { expect, it } from "vitest";
import { joinMarks } from "./join-marks.ts";

const range = { fromMs: Date.parse("2026-05-01T00:00:00Z"), toMs: Date.parse("2026-05-31T00:00:00Z") };
const marks = [
  { at: "2026-05-12T00:00:00Z", label: "late" },
  { at: "2026-05-02T08:00:00Z", label: "wording 2 (de)" },
  { at: "2026-05-02T00:00:00Z", label: "QR launched" },
  { at: "2026-05-03T00:00:00Z", label: "Template A PAUSED" },
  { at: "2026-06-09T00:00:00Z", label: "outside" },
];

it("makes one of marks that have no room beside each other, and keeps what each says and when", () => {
  expect(joinMarks(marks, range, 15)).toEqual([
    { at: "2026-05-02T00:00:00Z", label: "QR launched; wording 2 (de); 2026-05-03 Template A PAUSED" },
    { at: "2026-05-12T00:00:00Z", label: "late" },
  ]);
});

it("leaves marks apart where there is room, and says the same thing once", () => {
  expect(joinMarks([...marks, marks[2]!], range, 300).map(({ label }) => label)).toEqual([
    "QR launched",
    "wording 2 (de)",
    "Template A PAUSED",
    "late",
  ]);
});
