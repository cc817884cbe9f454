import type { CallContext } from "./call-context.ts";
import type { FieldRequest } from "./field-request.ts";
import { badParameter, GraphError } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import { viewNode, type NodeType } from "./node-view.ts";

const defaultLimit = 25;
const largestLimit = 100;

/** What a caller says about a page: from the query of an edge call, or from the modifiers of an expanded field. */
export interface PageRequest {
  readonly limit: string | null;
  readonly after: string | null;
  readonly before: string | null;
}

export function pageRequestOf(params: URLSearchParams): PageRequest {
  return { limit: params.get("limit"), after: params.get("after"), before: params.get("before") };
}

export function pageRequestOfField(request: FieldRequest): PageRequest {
  const { modifiers } = request;
  return {
    limit: modifiers.get("limit") ?? null,
    after: modifiers.get("after") ?? null,
    before: modifiers.get("before") ?? null,
  };
}

/** One page of an edge: `data`, cursors, and `next` or `previous` addresses (which hold the token, as Meta's do). */
export function edgePage<N extends { readonly id: string }>(input: {
  readonly type: NodeType<N>;
  readonly nodes: readonly N[];
  readonly context: CallContext;
  readonly page: PageRequest;
  readonly fields: readonly FieldRequest[] | null;
  /** Path of the edge, for the addresses. */
  readonly path: string;
}): JsonObject {
  const { nodes, context, page } = input;
  const limit = readLimit(page.limit, context.state.pageSize);
  const start =
    page.before === null ? positionAfter(nodes, page.after) : positionBefore(nodes, page.before, limit);
  const slice = nodes.slice(start, start + limit);
  failPage(context, Math.floor(start / limit) + 1);
  const data = slice.map((node) => viewNode(input.type, node, context, input.fields));
  const first = slice[0];
  const last = slice.at(-1);
  if (first === undefined || last === undefined) return { data: [] };

  if (context.faults.use("duplicate-id") !== undefined && data[0] !== undefined) data.push({ ...data[0] });
  if (context.faults.use("missing-paging") !== undefined) return { data };
  const isLooping = context.faults.use("repeated-cursor") !== undefined;
  const before = cursorOf(start, first.id);
  const after = isLooping ? cursorOf(-1, "") : cursorOf(start + slice.length - 1, last.id);
  const hasNext = isLooping || start + slice.length < nodes.length;
  return {
    data,
    paging: {
      cursors: { before, after },
      ...(hasNext ? { next: address(context, input.path, limit, "after", after) } : {}),
      ...(start > 0 ? { previous: address(context, input.path, limit, "before", before) } : {}),
    },
  };
}

function readLimit(text: string | null, pageSize: number): number {
  const wanted = text === null ? defaultLimit : Number(text);
  if (!Number.isInteger(wanted) || wanted < 1) throw badParameter("Param limit must be a positive integer");
  return Math.min(wanted, largestLimit, pageSize);
}

/** Cursors name the last node seen and, should it have gone, its place. */
function cursorOf(position: number, id: string): string {
  return Buffer.from(`${position}:${id}`).toString("base64url");
}

function readCursor(cursor: string): { readonly position: number; readonly id: string } {
  const parts = /^(-?\d+):(.*)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (parts === null) throw badParameter("Invalid cursors values");
  return { position: Number(parts[1]), id: parts[2] ?? "" };
}

function positionAfter(nodes: readonly { readonly id: string }[], cursor: string | null): number {
  if (cursor === null || cursor === "") return 0;
  const { position, id } = readCursor(cursor);
  const index = nodes.findIndex((node) => node.id === id);
  return index === -1 ? Math.max(0, position + (id === "" ? 1 : 0)) : index + 1;
}

function positionBefore(nodes: readonly { readonly id: string }[], cursor: string, limit: number): number {
  const { position, id } = readCursor(cursor);
  const index = nodes.findIndex((node) => node.id === id);
  return Math.max(0, (index === -1 ? position : index) - limit);
}

function failPage(context: CallContext, page: number): void {
  const fault = context.faults.use("page-fails", (candidate) => candidate.page === page);
  if (fault === undefined) return;
  throw new GraphError({
    code: fault.code ?? 2,
    httpStatus: fault.httpStatus ?? 503,
    isTransient: true,
    message: `(#${fault.code ?? 2}) Service temporarily unavailable`,
  });
}

function address(
  context: CallContext,
  path: string,
  limit: number,
  side: "after" | "before",
  cursor: string,
): string {
  const { call } = context;
  const params = new URLSearchParams(call.params);
  params.delete("after");
  params.delete("before");
  params.set("limit", String(limit));
  params.set(side, cursor);
  if (call.token !== null) params.set("access_token", call.token);
  return `${call.origin}/v${call.version}.0${path}?${params.toString()}`;
}
