import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyGraphError, type GraphErrorBody } from "./classify-graph-error.ts";
import type { GraphTroubleKind } from "./graph-trouble.ts";

const body = (part: Partial<GraphErrorBody>): GraphErrorBody => ({
  code: null,
  subcode: null,
  message: "Something is wrong",
  traceId: "AbCdEfGhIjKlMnOp_QrStUv",
  isTransient: false,
  details: null,
  ...part,
});
const kindOf = (code: number, subcode: number | null = null) =>
  classifyGraphError(body({ code, subcode })).kind;

describe("classifyGraphError", () => {
  // graph-api.md section 10, table by table; the kinds follow from its "client action" column and docs/faults.md F01–F05.
  it.each<[string, GraphTroubleKind, readonly number[]]>([
    ["10.1 F01 dead or missing token", "token-invalid", [0, 102, 104, 190]],
    ["10.1 capability or permission of the app", "permission-missing", [3]],
    ["10.1 F02 permission on the asset", "asset-lost", [10, 200, 201, 210, 230, 283, 299]],
    ["10.1 object gone", "asset-lost", [33, 803]],
    ["10.1 unknown path or bad parameter", "request-invalid", [2500, 100]],
    ["10.2 F03 throttling", "rate-limited", [4, 17, 32, 341, 613, 80007, 80008, 130429, 131056, 133016]],
    ["10.2 number in maintenance, at most a minute (5.4)", "transient", [131057]],
    ["10.3 locked or blocked for policy", "account-locked", [368, 131031]],
    ["10.5 F05 passing faults", "transient", [1, 2, 131000, 131016, 133004]],
    ["10.5 missing or wrong parameter: no retry", "request-invalid", [131008, 131009]],
    [
      "7 template analytics not offered or not switched on: no retry",
      "request-invalid",
      [200005, 200006, 200007],
    ],
  ])("%s → %s", (_name, kind, codes) => {
    for (const code of codes) expect([code, kindOf(code)]).toEqual([code, kind]);
  });

  // Answers to sends and to template or insight calls. No read that a poll makes can meet them, so they need no kind
  // of their own; like every unknown code they are retried and shown, never parked.
  it.each<[string, readonly number[]]>([
    ["10.2 sends", [131048, 131064]],
    ["10.3 sends", [130497, 131042, 131063]],
    [
      "10.4",
      [
        131026, 131047, 131049, 131050, 130472, 130403, 131051, 131021, 131052, 131053, 131045, 131037,
        137000,
      ],
    ],
    ["10.5 templates", [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069]],
    ["10.5 rest", [133000, 133015, 134011, 135000, 2494164]],
    ["nobody's", [5, 99, 101, 199, 300, 999, 190190, -1, 1.5]],
  ])("codes without a meaning for reads are passing trouble: %s", (_name, codes) => {
    for (const code of codes) expect([code, kindOf(code)]).toEqual([code, "transient"]);
  });

  // graph-api.md 10.1: why the token died; the kind is the same for all.
  it.each([458, 459, 460, 463, 464, 467, 492, 12345])("F01 190 with subcode %i", (subcode) => {
    expect(classifyGraphError(body({ code: 190, subcode }))).toMatchObject({
      kind: "token-invalid",
      code: 190,
      subcode,
    });
  });

  describe("code 100", () => {
    const unknownField =
      "(#100) Tried accessing nonexisting field (unified_cert_status) on node type (WhatsAppBusinessPhoneNumber)";

    it("F10 names the field that does not exist", () => {
      expect(classifyGraphError(body({ code: 100, message: unknownField }))).toMatchObject({
        kind: "field-unknown",
        field: "unified_cert_status",
      });
    });
    it("F02 with subcode 33 the object is gone or hidden, whatever the text", () => {
      expect(kindOf(100, 33)).toBe("asset-lost");
      expect(classifyGraphError(body({ code: 100, subcode: 33, message: unknownField })).kind).toBe(
        "asset-lost",
      );
    });
    it.each([
      "(#100) Cannot sort by creation_time.asc",
      "Invalid appsecret_proof provided in the API argument",
      "(#100) Tried accessing nonexisting field () on node type (Page)",
      "",
    ])("without a field it is our request: %j", (message) => {
      expect(classifyGraphError(body({ code: 100, message }))).toMatchObject({
        kind: "request-invalid",
        field: null,
      });
    });
    it("a field in the text of another code means nothing", () => {
      expect(classifyGraphError(body({ code: 190, message: unknownField })).field).toBeNull();
    });
  });

  describe("is_transient", () => {
    it.each([100, 2500, 131008, 4711])("makes %i passing trouble", (code) => {
      expect(classifyGraphError(body({ code, isTransient: true })).kind).toBe("transient");
    });
    it.each([190, 80008, 368, 3, 200])("does not wake up %i", (code) => {
      expect(classifyGraphError(body({ code, isTransient: true })).kind).toBe(kindOf(code));
      expect(kindOf(code)).not.toBe("transient");
    });
  });

  it("an error without a code is passing trouble", () => {
    expect(classifyGraphError(body({}))).toMatchObject({ kind: "transient", code: null });
  });

  it("F03 carries the minutes that Meta named, and keeps text and trace id", () => {
    expect(classifyGraphError(body({ code: 80008, message: "Too many calls" }), 17)).toEqual({
      kind: "rate-limited",
      code: 80008,
      subcode: null,
      message: "Too many calls",
      traceId: "AbCdEfGhIjKlMnOp_QrStUv",
      field: null,
      waitMinutes: 17,
    });
    expect(classifyGraphError(body({ code: 80008 })).waitMinutes).toBeNull();
  });

  it("F09 decides any code by its number alone: subcode, text and details never kill a token", () => {
    const code = fc.oneof(fc.integer({ min: -5, max: 140_000 }), fc.integer());
    fc.assert(
      fc.property(
        code,
        fc.option(fc.integer()),
        fc.string(),
        fc.boolean(),
        (code, subcode, message, isTransient) => {
          const trouble = classifyGraphError(body({ code, subcode, message, isTransient }));
          expect(trouble.kind === "token-invalid").toBe([0, 102, 104, 190].includes(code));
          expect(trouble.kind === "permission-missing").toBe(code === 3);
          expect(trouble.field !== null).toBe(trouble.kind === "field-unknown");
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
