import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  trackedPortfolioValues,
  trackedTemplateValues,
  trackedWabaValues,
} from "../collection/diff-asset.ts";
import type { TemplateSighting, WabaDetails } from "../collection/graph-api-port.ts";
import { importFields } from "./import-fields.ts";
import { judgeImportRow } from "./judge-import-row.ts";

const now = new Date("2026-06-01T09:00:00.000Z");
const good = { id: "700101", field: "quality_rating", value: "GREEN", at: "2026-05-01T09:30:00Z" };
const judge = (cells: Record<string, unknown>) => judgeImportRow(cells, now);
const faults = (cells: Record<string, unknown>) => {
  const judged = judge(cells);
  return judged.ok ? [] : judged.errors.map(({ path, message }) => `${path} ${message}`);
};

describe("a row of history", () => {
  it("is a phone number's when it does not say whose", () => {
    const change = { ...good, subject: "phone-number", at: new Date(good.at) };
    expect(judge(good)).toEqual({ ok: true, change, notes: [] });
    expect(judge({ ...good, id: undefined, phoneNumberId: "700101" })).toEqual({
      ok: true,
      change,
      notes: [],
    });
  });

  it("keeps Meta's words, unknown ones too, and puts known ones into capitals", () => {
    const value = (cells: object) => {
      const judged = judge({ ...good, ...cells });
      return judged.ok ? [judged.change.value, judged.notes] : judged.errors;
    };
    expect(value({ value: " green " })).toEqual(["GREEN", ["capitals"]]);
    expect(value({ value: "purple" })).toEqual(["purple", []]);
    expect(value({ field: "status", value: "connected" })).toEqual(["CONNECTED", ["capitals"]]);
    // Meta writes this one in small letters.
    expect(value({ subject: "portfolio", field: "verification_status", value: "verified" })).toEqual([
      "verified",
      [],
    ]);
    expect(value({ field: "portfolio_limit", value: 2000 })).toEqual(["2000", []]);
  });

  it("F31 stores a name as given, formulas and spaces included", () => {
    const judged = judge({ ...good, field: "verified_name", value: " =HYPERLINK(1) " });
    expect(judged).toMatchObject({ ok: true, change: { value: " =HYPERLINK(1) " } });
  });

  it("names every fault at once", () => {
    expect(faults({ subject: "device", field: "colour", value: "", at: "soon", note: 1 })).toEqual([
      "note is not a known field",
      "subject must be one of phone-number, portfolio, waba, template",
      "phoneNumberId is missing",
      "value is empty; leave the row out where the value is not known",
      "at is not a time; write 2026-05-01T09:30:00Z, or Unix seconds",
    ]);
    expect(faults({ ...good, field: "colour" })[0]).toMatch(
      /^field is not kept for a phone-number; known: quality_rating/,
    );
  });

  it("F34 refuses NUL, half characters, prototypes and numbers that lost digits", () => {
    expect(faults({ ...good, value: "GRE\u0000EN" })).toEqual(["value contains the character U+0000"]);
    expect(faults({ ...good, value: "\ud83d" })).toEqual(["value holds half a character (a lone surrogate)"]);
    expect(faults(JSON.parse(`{"__proto__": {"id": "1"}}`) as Record<string, unknown>)).toContain(
      "__proto__ is not a known field",
    );
    expect(faults({ ...good, id: 2 ** 53 })).toEqual(["id must be text"]);
    expect(faults({ ...good, at: JSON.parse("1e400") as number })).toHaveLength(1);
    expect(faults({ ...good, value: "x".repeat(501) })).toEqual(["value is longer than 500 characters"]);
  });

  it("never throws and never stores what PostgreSQL cannot hold", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (cells, value) => {
        const judged = judge({ ...good, ...cells, value });
        if (judged.ok) expect(judged.change.value).not.toMatch(/\u0000|\p{Surrogate}/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the fields that may be imported", () => {
  it("are those whose changes polls keep", () => {
    expect(Object.keys(trackedWabaValues({} as WabaDetails))).toEqual(importFields.waba);
    expect(Object.keys(trackedTemplateValues({} as TemplateSighting))).toEqual(importFields.template);
    const portfolio = { name: null, verificationStatus: null, messagingLimit: null };
    expect(Object.keys(trackedPortfolioValues(portfolio, null))).toEqual(importFields.portfolio);
  });
});
