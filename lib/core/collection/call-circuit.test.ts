import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  askCircuit,
  closedCircuit,
  isForgettable,
  isOutage,
  noteCall,
  type Circuit,
} from "./call-circuit.ts";
import type { GraphTrouble } from "./graph-trouble.ts";

const second = 1_000;
const end = (circuit: Circuit, failed: boolean, nowMs = 0, probe = false, jitter = 0.5) =>
  noteCall(circuit, { failed, probe, nowMs, jitter });
const failing = (times: number) =>
  Array.from({ length: times }).reduce<Circuit>((circuit) => end(circuit, true), closedCircuit);

describe("F05 the circuit", () => {
  it("opens at the fifth failure in a row", () => {
    expect(askCircuit(failing(4), 0)).toMatchObject({ go: true, probe: false, tries: 3 });
    expect(askCircuit(failing(5), 0)).toEqual({ go: false });
  });

  it("stays closed when anything answers in between", () => {
    expect(end(end(failing(4), false), true)).toMatchObject({ failures: 1, openUntil: null });
  });

  // Full jitter below 1 s doubled with each failure: 16 s at the fifth, 5 min at the most (back-off.ts).
  it.each([
    [5, 0, 1],
    [5, 0.5, 8],
    [6, 0.5, 16],
    [9, 0.5, 128],
    [50, 0.5, 150],
  ])("after %i failures and jitter %d rests for %i s", (failures, jitter, seconds) => {
    const circuit = { ...closedCircuit, failures: failures - 1 };
    expect(end(circuit, true, 7 * second, true, jitter).openUntil).toBe((7 + seconds) * second);
  });

  it("lets one call through when the rest is over, with one try, and no other until that one has ended", () => {
    const open = failing(5);
    expect(askCircuit(open, 8 * second - 1)).toEqual({ go: false });
    const first = askCircuit(open, 8 * second);
    if (!first.go) throw new Error("no probe");
    expect(first).toMatchObject({ probe: true, tries: 1 });
    expect(askCircuit(first.circuit, 8 * second)).toEqual({ go: false });
    expect(askCircuit(first.circuit, 600 * second)).toEqual({ go: false });
  });

  it("rests longer when that call fails, and closes when it is answered", () => {
    const probing = { ...failing(5), probing: true };
    expect(end(probing, true, 8 * second, true)).toMatchObject({
      failures: 6,
      openUntil: 24 * second,
      probing: false,
    });
    const closed = end(probing, false, 8 * second, true);
    expect(closed).toEqual({ ...closedCircuit, recoveredAt: 8 * second });
    expect(askCircuit(closed, 8 * second)).toMatchObject({ go: true, probe: false });
  });

  it("gives each call one try in the first minute after that, then three again", () => {
    const closed = { ...closedCircuit, recoveredAt: 0 };
    expect(askCircuit(closed, 60 * second - 1)).toMatchObject({ tries: 1 });
    expect(askCircuit(closed, 60 * second)).toMatchObject({ tries: 3 });
  });

  it("is not lengthened by calls that were under way when it opened, and closed by one that is answered", () => {
    expect(end(failing(5), true, 3 * second)).toEqual(failing(5));
    expect(end(failing(5), false, 3 * second)).toEqual({ ...closedCircuit, recoveredAt: 3 * second });
  });

  it("is kept only as long as it says something", () => {
    expect(isForgettable(closedCircuit, 0)).toBe(true);
    expect(isForgettable(failing(1), 0)).toBe(false);
    expect(isForgettable(failing(5), 900 * second)).toBe(false);
    expect(isForgettable({ ...closedCircuit, recoveredAt: 0 }, 59 * second)).toBe(false);
    expect(isForgettable({ ...closedCircuit, recoveredAt: 0 }, 60 * second)).toBe(true);
  });

  it("never shuts for good: five minutes after whatever happened a call goes out or is out", () => {
    const step = fc.record({
      wait: fc.nat(400 * second),
      failed: fc.boolean(),
      jitter: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let circuit: Circuit = closedCircuit;
        let nowMs = 0;
        for (const { wait, failed, jitter } of steps) {
          nowMs += wait;
          const verdict = askCircuit(circuit, nowMs);
          if (!verdict.go) continue;
          circuit = noteCall(verdict.circuit, { failed, probe: verdict.probe, nowMs, jitter });
        }
        expect(askCircuit(circuit, nowMs + 300 * second).go).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("F05 an outage", () => {
  const trouble = (part: Partial<GraphTrouble>): GraphTrouble => ({
    kind: "transient",
    code: null,
    subcode: null,
    message: "the connection was cut",
    traceId: null,
    field: null,
    waitMinutes: null,
    ...part,
  });

  // graph-api.md 10.5. 131057 is one number's maintenance, 4711 is nobody's code: both are answers.
  it.each([
    [null, true],
    [1, true],
    [2, true],
    [131000, true],
    [131016, true],
    [133004, true],
    [131057, false],
    [4711, false],
  ])("code %s: %s", (code, outage) => {
    expect(isOutage(trouble({ code }))).toBe(outage);
  });

  it.each(["token-invalid", "asset-lost", "rate-limited", "field-unknown", "request-invalid"] as const)(
    "%s is none: Meta has answered",
    (kind) => {
      expect(isOutage(trouble({ kind }))).toBe(false);
    },
  );
});
