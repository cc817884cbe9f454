import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText } from "./csv-text.ts";
import { historyCsv } from "./history-csv.ts";

describe("csvText", () => {
  it.each(["=HYPERLINK(1)", "+49 151", "-1", "@sum", "\tx", "\rx", "＝1"])(
    "F31 %j cannot run as a formula",
    (cell) => {
      const [row] = parse(csvText([[cell]]));
      expect(row).toEqual([`'${cell}`]);
    },
  );

  it("gives back every other cell as it was", () => {
    const harmless = fc.string().filter((text) => !/^[=+\-@\t\r\n\0＝＋－＠]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1, maxLength: 5 }), (rows) => {
        expect(parse(csvText([["a", "b"], ...rows]), { skip_empty_lines: false })).toEqual([
          ["a", "b"],
          ...rows,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes a history with the columns of an import first", () => {
    const csv = historyCsv("phone-number", "700101", [
      {
        field: "verified_name",
        from: null,
        to: "=1+1",
        occurredAt: "2026-05-01T09:30:00.000Z",
        notBefore: null,
        recordedAt: "2026-05-01T09:30:00.000Z",
        source: "poll",
      },
    ]);
    expect(csv.split("\r\n")).toEqual([
      "subject,id,field,value,at,from,not_before,recorded_at,source",
      `phone-number,700101,verified_name,"'=1+1",2026-05-01T09:30:00.000Z,,,2026-05-01T09:30:00.000Z,poll`,
      "",
    ]);
  });
});
