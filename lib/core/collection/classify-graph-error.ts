import type { GraphTrouble, GraphTroubleKind } from "./graph-trouble.ts";

/** The parts of Meta's error body that can be relied on, plus the two optional ones that help. */
export interface GraphErrorBody {
  readonly code: number | null;
  readonly subcode: number | null;
  readonly message: string;
  readonly traceId: string | null;
  readonly isTransient: boolean;
  readonly details: string | null;
}

const tokenCodes = new Set([0, 102, 104, 190]);
const throttleCodes = new Set([4, 17, 32, 341, 613, 80007, 80008, 130429, 131056, 133016]);
const lostCodes = new Set([33, 803]);
const lockedCodes = new Set([368, 131031]);
const transientCodes = new Set([1, 2, 131000, 131016, 131057, 133004]);
/** Template analytics are not offered for this WABA, or not switched on: asking again changes nothing. */
const insightCodes = new Set([200005, 200006, 200007]);

/**
 * Decides what to do with an error of Meta's, by code. HTTP status is used only where there is no code at all.
 * Unknown codes are transient: retried and shown, never parked.
 */
export function classifyGraphError(body: GraphErrorBody, waitMinutes: number | null = null): GraphTrouble {
  const field = body.code === 100 ? namedField(body.message) : null;
  return {
    kind: kindOf(body, field),
    code: body.code,
    subcode: body.subcode,
    message: body.message,
    traceId: body.traceId,
    field,
    waitMinutes,
  };
}

function kindOf(body: GraphErrorBody, field: string | null): GraphTroubleKind {
  const code = body.code;
  if (code === null) return "transient";
  if (tokenCodes.has(code)) return "token-invalid";
  if (throttleCodes.has(code)) return "rate-limited";
  if (code === 3) return "permission-missing";
  if (code === 10 || (code >= 200 && code <= 299)) return "asset-lost";
  if (lostCodes.has(code) || (code === 100 && body.subcode === 33)) return "asset-lost";
  if (lockedCodes.has(code)) return "account-locked";
  if (transientCodes.has(code) || body.isTransient) return "transient";
  if (insightCodes.has(code)) return "request-invalid";
  if (code === 100) return field === null ? "request-invalid" : "field-unknown";
  if (code === 2500 || code === 131008 || code === 131009) return "request-invalid";
  return "transient";
}

/** The field in "(#100) Tried accessing nonexisting field (x) …" and its variants. */
function namedField(message: string): string | null {
  return /nonexisting field \(([A-Za-z0-9_]+)\)/.exec(message)?.[1] ?? null;
}
