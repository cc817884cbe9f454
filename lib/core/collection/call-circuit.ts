import { backOffMs } from "./back-off.ts";
import type { GraphTrouble } from "./graph-trouble.ts";

/**
 * A circuit breaker for one set of credentials at one address. It counts calls, each with its retries, whatever WABA
 * they were about: one WABA that fails among others that answer never opens it, and a server that is down is not
 * asked 500 times. It guards against outages only; a token, a permission or a throttle has rules of its own.
 * Times are milliseconds of a clock that never goes back.
 */
export interface Circuit {
  /** Calls that failed one after the other. */
  readonly failures: number;
  /** Null: calls go through. */
  readonly openUntil: number | null;
  /** One call is out to see whether Meta is back; the others wait for what it finds. */
  readonly probing: boolean;
  readonly recoveredAt: number | null;
}

export const closedCircuit: Circuit = { failures: 0, openUntil: null, probing: false, recoveredAt: null };

const opensAfter = 5;
/** After an outage every call gets one try for so long: a service that is just back gets no more than the usual rate. */
const gentleMs = 60_000;
const usualTries = 3;

export type CircuitVerdict =
  | { readonly go: true; readonly probe: boolean; readonly tries: number; readonly circuit: Circuit }
  | { readonly go: false };

/** Whether a call may go out now, and how often it may be tried. Keep the circuit of the answer. */
export function askCircuit(circuit: Circuit, nowMs: number): CircuitVerdict {
  if (circuit.openUntil === null) {
    const gentle = circuit.recoveredAt !== null && nowMs - circuit.recoveredAt < gentleMs;
    return { go: true, probe: false, tries: gentle ? 1 : usualTries, circuit };
  }
  if (circuit.probing || nowMs < circuit.openUntil) return { go: false };
  return { go: true, probe: true, tries: 1, circuit: { ...circuit, probing: true } };
}

/**
 * Books how a call ended. Any answer of Meta's closes the circuit, also a refusal: somebody is there. Calls that were
 * under way when it opened do not lengthen it.
 */
export function noteCall(
  circuit: Circuit,
  call: {
    readonly failed: boolean;
    readonly probe: boolean;
    readonly nowMs: number;
    readonly jitter: number;
  },
): Circuit {
  if (!call.failed) {
    if (circuit.openUntil !== null) return { ...closedCircuit, recoveredAt: call.nowMs };
    return circuit.failures === 0 ? circuit : { ...circuit, failures: 0 };
  }
  if (circuit.openUntil !== null && !call.probe) return circuit;
  const failures = circuit.failures + 1;
  if (failures < opensAfter) return { ...circuit, failures };
  const openUntil = call.nowMs + backOffMs(failures, call.jitter);
  return { failures, openUntil, probing: false, recoveredAt: null };
}

/** A circuit that says the same as a fresh one need not be kept. */
export function isForgettable(circuit: Circuit, nowMs: number): boolean {
  if (circuit.openUntil !== null || circuit.failures > 0) return false;
  return circuit.recoveredAt === null || nowMs - circuit.recoveredAt >= gentleMs;
}

const outageCodes = new Set([1, 2, 131000, 131016, 133004]);

/** Trouble that says "nobody is there": no answer, one that is none, or Meta's own codes for it. An unknown code is an answer. */
export function isOutage(trouble: GraphTrouble): boolean {
  return trouble.kind === "transient" && (trouble.code === null || outageCodes.has(trouble.code));
}
