import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeExposure, judgeOptIn, judgeSignal } from "../facts/judge-told.ts";
import { contactIdentity } from "../messages/contact-identity.ts";
import { importKinds } from "./import-fields.ts";
import { checkMapping, type ImportMapping } from "./import-mapping.ts";
import { judgeRow, type RowJudging } from "./judge-row.ts";

/** Stands in for the adapter: international forms as everywhere, national ones of Germany only. */
const normalizePhone: RowJudging["normalizePhone"] = (raw, country) => {
  const text = country === "DE" ? raw.replace(/^0(?=[1-9])/, "+49") : raw;
  const identity = contactIdentity(text, "phone");
  return identity === null
    ? { ok: false, message: "is not a number" }
    : { ok: true, contact: identity.slice(4) };
};
const berlin = { format: "dmy", timeZone: "Europe/Berlin" } as const;

const optIns: ImportMapping = {
  kind: "opt-ins",
  fields: { contact: { column: 0 }, optedInAt: { column: 1 }, source: { constant: "checkout-de" } },
  dates: { optedInAt: berlin },
  country: "DE",
};
const exposures: ImportMapping = {
  kind: "exposures",
  fields: {
    id: { column: 0 },
    contact: { column: 1 },
    phoneNumberId: { column: 2 },
    sentAt: { column: 3 },
    status: { column: 4 },
    deliveredAt: { column: 5 },
    errorCode: { column: 6 },
  },
  dates: { sentAt: { format: "iso", timeZone: "UTC" }, deliveredAt: { format: "iso", timeZone: "UTC" } },
  country: null,
};
const signals: ImportMapping = {
  kind: "signals",
  fields: {
    contact: { column: 0 },
    kind: { column: 1 },
    occurredAt: { column: 2 },
    phoneNumberId: { constant: "700101" },
  },
  dates: { occurredAt: { format: "iso", timeZone: "UTC" } },
  country: null,
};

function judge(mapping: ImportMapping, cells: readonly string[]) {
  return judgeRow(cells, {
    mapping,
    header: ["first", "second", "third"],
    normalizePhone,
    phoneNumberIdOf: (shown) => (shown === "+4930123456" ? "700102" : null),
    now: new Date("2026-11-22T15:00:00Z"),
  });
}
const rowOf = (mapping: ImportMapping, cells: readonly string[]) => {
  const judged = judge(mapping, cells);
  return judged.ok ? judged.row : judged.faults;
};
const kindOf = (written: string) => {
  const judged = judge(signals, ["+4915112345678", written, "2026-11-20"]);
  return judged.ok ? judged.row.kind : judged.faults.map((fault) => fault.message).join();
};
const statusOf = (written: string) => {
  const judged = judge(exposures, ["wamid.1", "+4915112345678", "700101", "2026-11-20", written, "", ""]);
  return judged.ok ? judged.row.status : judged.faults.map((fault) => fault.message).join();
};

describe("a row of a file", () => {
  it("becomes what the API takes", () => {
    expect(rowOf(optIns, ["0151 12345678", "20.11.2026 10:00"])).toEqual({
      contact: "+4915112345678",
      source: "checkout-de",
      optedInAt: "2026-11-20T09:00:00.000Z",
    });
    const cells = [
      "SM1",
      "whatsapp:+4915112345678",
      "whatsapp:+4930123456",
      "2026-11-20 10:00",
      "Undelivered",
      "0000-00-00 00:00:00",
      "(#131026)",
    ];
    expect(rowOf(exposures, cells)).toEqual({
      id: "SM1",
      contact: "+4915112345678",
      phoneNumberId: "700102",
      sentAt: "2026-11-20T10:00:00.000Z",
      status: "failed",
      errorCode: 131026,
    });
    expect(rowOf(signals, ["DE.10493827561029384", "STOP", "2026-11-20"])).toEqual({
      contact: "DE.10493827561029384",
      kind: "opt_out",
      occurredAt: "2026-11-20T00:00:00.000Z",
      phoneNumberId: "700101",
      basis: "imported",
    });
  });

  it("is accepted as it is by what judges the rows of the API", () => {
    const times = { now: new Date("2026-11-22T15:00:00Z"), oldest: new Date("2026-01-01T00:00:00Z") };
    const exposure = rowOf(exposures, [
      "wamid.1",
      "+4915112345678",
      "700101",
      "2026-11-20 10:00",
      "read",
      "",
      "0",
    ]);
    const signal = Object.assign({ id: "made" }, rowOf(signals, ["+4915112345678", "spam", "2026-11-20"]));
    expect(judgeOptIn(rowOf(optIns, ["0151 12345678", "20.11.2026"]), times).faults).toBeNull();
    expect(judgeExposure(exposure, times).faults).toBeNull();
    expect(judgeSignal(signal, times).faults).toBeNull();
  });

  it("F33 is one person however a program wraps the number, and none when a spreadsheet rounded it", () => {
    const contactOf = (written: string) => {
      const judged = judge(signals, [written, "stop", "2026-11-20"]);
      return judged.ok ? judged.row.contact : judged.faults[0]?.message;
    };
    const forms = [
      "whatsapp:+4915112345678",
      "p:+49 151 12345678",
      "'+4915112345678",
      '="+4915112345678"',
      "4915112345678@c.us",
      "4915112345678.0",
    ];
    expect(forms.map(contactOf)).toEqual(forms.map(() => "+4915112345678"));
    expect(contactOf("4.91512E+12")).toMatch(/rounded by a spreadsheet/);
    expect(contactOf("0151 12345678")).toBe("is not a number");
    expect(contactOf(`v2:${"a".repeat(64)}`)).toBe(`v2:${"a".repeat(64)}`);
    expect(contactOf("somebody")).toMatch(/no phone number with its country/);
  });

  it("names every fault with its column", () => {
    expect(rowOf(exposures, ["two\nlines", "", "+49", "22/11/2026", "perhaps", "", "n.n."])).toEqual([
      { field: "id", column: "first", message: "contains a control character" },
      { field: "contact", column: "second", message: "is empty" },
      {
        field: "phoneNumberId",
        column: "third",
        message: expect.stringMatching(/neither Meta's id/) as string,
      },
      { field: "sentAt", column: "column 4", message: expect.stringMatching(/not written like/) as string },
      {
        field: "status",
        column: "column 5",
        message: 'has a value "perhaps" that is not known; known: accepted, sent, delivered, read or failed',
      },
      { field: "errorCode", column: "column 7", message: "is not an error code; a whole number is expected" },
    ]);
    expect(rowOf(optIns, ["+4915112345678", "a\u0000b"])).toMatchObject([
      { message: "contains the character U+0000" },
    ]);
    expect(rowOf(signals, ["", "STOP", "2026-11-20"])).toMatchObject([
      { message: "names neither a contact nor a message" },
    ]);
  });

  it("never throws and never quotes a phone number", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("2026-01-01", "+4915112345678 x", "STOP"),
    );
    const rule = fc.record({
      format: fc.constantFrom("iso", "dmy", "excel-serial", "unix-seconds"),
      timeZone: fc.constantFrom(null, "Mars/Olympus", "Europe/Berlin"),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(optIns, exposures, signals),
        fc.array(cell, { maxLength: 8 }),
        rule,
        (mapping, cells, date) => {
          const dates = {
            sentAt: date,
            optedInAt: date,
            occurredAt: date,
            deliveredAt: date,
          } as ImportMapping["dates"];
          expect(
            JSON.stringify(judge({ ...mapping, dates }, cells)).replaceAll('"contact":"+4915112345678"', ""),
          ).not.toContain("15112345678");
        },
      ),
    );
  }, 30_000);
});

describe("words of states and signals", () => {
  it.each([
    ["Delivered", "delivered"],
    ["DELIVERED_TO_HANDSET", "delivered"],
    ["REJECTED_PREFIX_MISSING", "failed"],
    ["zugestellt", "delivered"],
    ["nicht zugestellt", "failed"],
    ["Consegnato", "delivered"],
    ["leído", "read"],
    ["entregue", "delivered"],
    ["échoué", "failed"],
    ["Geöffnet", "read"],
    ["seen", "read"],
    ["queued", /was not sent yet; leave the row out/],
    ["received", /came from the contact/],
    ["sort of", /"sort of" that is not known/],
  ])("state %s", (written, expected) => {
    if (typeof expected === "string") expect(statusOf(written)).toBe(expected);
    else expect(statusOf(written)).toMatch(expected);
  });

  it.each([
    ["blocked", "block"],
    ["blockiert", "block"],
    ["Bloqué", "block"],
    ["Reported as spam", "report"],
    ["segnalazione", "report"],
    ["OPT_OUT", "opt_out"],
    ["optOut", "opt_out"],
    ["UNSUBSCRIBED", "opt_out"],
    ["Abgemeldet", "opt_out"],
    ["dado de baja", "opt_out"],
    ["désabonné", "opt_out"],
    ["descadastrado", "opt_out"],
    ["disiscritto", "opt_out"],
    ["bitte keine Werbung mehr", "opt_out"],
    ["131049", "ecosystem_hold"],
    ["undeliverable", "undelivered"],
    ["resubscribed", "resume"],
    ["subscribed", /wants messages; leave the row out/],
    ["shrug", /"shrug" that is not known/],
    ["call me on 15112345678", /^has a value that is not known/],
  ])("signal %s", (written, expected) => {
    if (typeof expected === "string") expect(kindOf(written)).toBe(expected);
    else expect(kindOf(written)).toMatch(expected);
  });
});

describe("checkMapping", () => {
  it("finds nothing missing in a complete mapping", () => {
    expect([checkMapping(optIns, 2), checkMapping(exposures, 7), checkMapping(signals, 3)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("names what is missing", () => {
    const none = { fields: {}, dates: {}, country: null };
    expect(importKinds.map((kind) => checkMapping({ kind, ...none }, 3).map((fault) => fault.field))).toEqual(
      [
        ["contact", "source", "optedInAt"],
        ["contact", "phoneNumberId", "sentAt"],
        ["phoneNumberId", "kind", "occurredAt", "contact"],
      ],
    );
    const odd = {
      ...optIns,
      fields: { ...optIns.fields, contact: { column: 9 }, kind: { column: 0 } },
      dates: {},
    };
    expect(checkMapping(odd, 2).map((fault) => fault.message)).toEqual([
      "Contact names a column that the file does not have",
      "Opted in at needs the format of its dates",
      "kind is no field of opt-ins",
    ]);
  });
});
