import type { CallContext } from "./call-context.ts";
import type { FieldRequest } from "./field-request.ts";
import { unknownField } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";

/** How to read one field of a node; `undefined` or null leaves the key out, as Meta does. */
type FieldReader<N> = (node: N, context: CallContext, request: FieldRequest) => unknown;

/** What one type of node can be asked for. */
export interface NodeType<N> {
  /** Meta's type name, for error messages. */
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldReader<N>>>;
  /** Answered when the call names no fields. */
  readonly defaults: readonly string[];
  /** Says whether a field exists in this call; left out: always. */
  readonly hasField?: (field: string, context: CallContext) => boolean;
}

/** The wanted fields of a node plus its id. An unknown field fails the whole call with code 100. */
export function viewNode<N extends { readonly id: string }>(
  type: NodeType<N>,
  node: N,
  context: CallContext,
  requests: readonly FieldRequest[] | null,
): JsonObject {
  const view: JsonObject = {};
  const wanted =
    requests ?? type.defaults.filter((name) => exists(type, name, node, context)).map(plainRequest);
  for (const request of wanted) {
    if (request.name === "id") continue;
    const added = addedField(type, context, request.name);
    if (added !== undefined) {
      view[request.name] = added.value;
      continue;
    }
    const reader = type.fields[request.name];
    if (reader === undefined || !exists(type, request.name, node, context)) {
      throw unknownField(request.name, type.name);
    }
    const replacement = replacementFor(context, node.id, request.name);
    const value = replacement === undefined ? reader(node, context, request) : replacement.value;
    if (value !== undefined && value !== null) view[request.name] = value;
  }
  const unasked = requests === null ? addedField(type, context) : undefined;
  if (unasked !== undefined) view[unasked.field] = unasked.value;
  view["id"] = node.id;
  return view;
}

function exists<N extends { readonly id: string }>(
  type: NodeType<N>,
  field: string,
  node: N,
  context: CallContext,
): boolean {
  const isRemoved = context.faults.use(
    "field-removed",
    (fault) => fault.field === field && (fault.id === undefined || fault.id === node.id),
  );
  return isRemoved === undefined && (type.hasField?.(field, context) ?? true);
}

/** A field that Meta has just made up. Without `field`: the first of this type. */
function addedField<N>(type: NodeType<N>, context: CallContext, field?: string) {
  return context.faults.use(
    "field-added",
    (fault) =>
      (field === undefined || fault.field === field) &&
      (fault.node === undefined || fault.node === type.name),
  );
}

/** A fault's own value for this field; null in it takes the key away. */
function replacementFor(context: CallContext, id: string, field: string) {
  return context.faults.use(
    "field-value",
    (candidate) => candidate.field === field && (candidate.id === undefined || candidate.id === id),
  );
}

function plainRequest(name: string): FieldRequest {
  return { name, modifiers: new Map(), fields: null };
}

/** Instants as Meta writes them on phone numbers: `2026-03-04T10:15:42+0000`. */
export function isoWithoutColon(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, "+0000");
}

export function unixSeconds(at: number): number {
  return Math.floor(at / 1000);
}
