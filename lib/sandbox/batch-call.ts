import { answerCall, type GraphAnswer } from "./answer-call.ts";
import type { CallContext } from "./call-context.ts";
import { checkAccess } from "./call-access.ts";
import { errorBody, GraphError } from "./graph-error.ts";
import { readGraphCall } from "./graph-call.ts";

const mostItems = 50;

/** `POST /` with `batch`: every item is answered like a call of its own, and the answers come as one list. */
export function answerBatch(context: CallContext): GraphAnswer {
  const headers = {
    "content-type": "application/json; charset=UTF-8",
    "facebook-api-version": `v${context.call.version}.0`,
  };
  try {
    checkAccess(context);
    const items = readItems(context.call.params.get("batch"));
    const answers = items.map((item, index) =>
      context.faults.use("null-batch-item", (fault) => fault.index === index) === undefined
        ? answerItem(context, item)
        : null,
    );
    return { status: 200, headers, text: JSON.stringify(answers) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const text = JSON.stringify(errorBody(error.details, context.state.nextTraceId()));
    return { status: error.details.httpStatus, headers, text };
  }
}

interface BatchItem {
  readonly method?: string;
  readonly relative_url?: string;
  readonly body?: string;
}

function readItems(text: string | null): readonly BatchItem[] {
  const items = parseList(text);
  if (items === null) throw batchError("The batch parameter must be a JSON list.");
  if (items.length > mostItems) throw batchError(`Too many requests in batch. The maximum is ${mostItems}.`);
  return items;
}

function parseList(text: string | null): readonly BatchItem[] | null {
  try {
    const items: unknown = JSON.parse(text ?? "");
    return Array.isArray(items) ? (items as BatchItem[]) : null;
  } catch {
    return null;
  }
}

function answerItem(context: CallContext, item: BatchItem): unknown {
  const { call, state } = context;
  const itemCall = readGraphCall({
    method: item.method ?? "GET",
    target: item.relative_url ?? "",
    origin: call.origin,
    authorization: undefined,
    body: new URLSearchParams(item.body ?? ""),
    defaultVersion: `v${call.version}.0`,
  });
  if (itemCall === null) return { code: 400, headers: [], body: "" };
  // The outer token and proof hold for every item that brings none of its own.
  const params = new URLSearchParams(itemCall.params);
  const proof = call.params.get("appsecret_proof");
  if (proof !== null && !params.has("appsecret_proof")) params.set("appsecret_proof", proof);
  const itemContext = {
    state,
    call: { ...itemCall, params, token: itemCall.token ?? call.token },
    faults: state.faults.forCall(itemCall.method, itemCall.path),
  };
  const answer = answerCall(itemContext);
  return {
    code: answer.status,
    headers: Object.entries(answer.headers).map(([name, value]) => ({ name, value })),
    body: answer.text,
  };
}

function batchError(message: string): GraphError {
  return new GraphError({ code: 100, httpStatus: 400, type: "GraphBatchException", message });
}
