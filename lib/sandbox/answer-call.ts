import { createHash } from "node:crypto";
import { checkAccess } from "./call-access.ts";
import { lookUp, wabaIdOf, type CallContext } from "./call-context.ts";
import { errorBody, GraphError, tooManyCalls } from "./graph-error.ts";
import { requestedIds, routeCall } from "./graph-routes.ts";
import { countedUsage, usageHeaders } from "./usage-headers.ts";

/** A finished answer, before faults of the connection touch it. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers one call the way Meta would: access, budget, fields, headers. Never throws. */
export function answerCall(context: CallContext): GraphAnswer {
  const usage = countedUsage(context, touchedAccounts(context));
  try {
    checkAccess(context);
    if (usage.some((each) => each.usage.isLimited)) throw tooManyCalls();
    return finish(context, 200, routeCall(context), usageHeaders(context, usage));
  } catch (error) {
    const refusal = error instanceof GraphError ? error.details : ourBug(error);
    const body = errorBody(refusal, context.state.nextTraceId());
    return finish(context, refusal.httpStatus, body, usageHeaders(context, usage));
  }
}

/** The accounts whose budget a call uses, once per id asked for. */
function touchedAccounts(context: CallContext): readonly string[] {
  const { segments, params } = context.call;
  const ids = segments[0] === undefined ? requestedIds(params) : [segments[0]];
  return ids.flatMap((id) => {
    const node = lookUp(context, id);
    return (node && wabaIdOf(node)) ?? [];
  });
}

function finish(
  context: CallContext,
  status: number,
  body: unknown,
  usage: Readonly<Record<string, string>>,
): GraphAnswer {
  const { state, call, faults } = context;
  const text = numericIds(JSON.stringify(body), faults.use("id-as-number"));
  const trace = state.nextTraceId();
  return {
    status,
    text,
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "facebook-api-version": faults.use("served-version")?.version ?? `v${call.version}.0`,
      etag: `"${createHash("sha1").update(text).digest("hex")}"`,
      "x-fb-trace-id": trace,
      "x-fb-request-id": trace,
      "x-fb-rev": "1020304050",
      "x-fb-debug": trace,
      ...usage,
    },
  };
}

/** Rewrites the text, not the value: an id above 2^53 must reach the client as the digits it has. */
function numericIds(text: string, fault: { readonly id?: string } | undefined): string {
  if (fault === undefined) return text;
  return text.replace(/"id":"(\d+)"/g, (whole, id: string) =>
    fault.id === undefined || fault.id === id ? `"id":${id}` : whole,
  );
}

/** An error of the double itself must look like one of Meta's, or a test would wait for an answer for ever. */
function ourBug(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 1, httpStatus: 500, message: `The sandbox itself failed: ${reason}` };
}
