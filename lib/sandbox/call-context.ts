import type { DoubleState } from "./double-state.ts";
import type { CallFaults } from "./faults.ts";
import { notVisible, permissionMissing } from "./graph-error.ts";
import type { GraphCall } from "./graph-call.ts";
import type { PhoneNumber, Portfolio, Template, Waba } from "./world-model.ts";

/** One call with what it may look at. */
export interface CallContext {
  readonly state: DoubleState;
  readonly call: GraphCall;
  readonly faults: CallFaults;
}

/** Something an id can lead to. */
export type GraphNode =
  | { readonly kind: "portfolio"; readonly portfolio: Portfolio }
  | { readonly kind: "waba"; readonly waba: Waba }
  | { readonly kind: "phone-number"; readonly phoneNumber: PhoneNumber }
  | { readonly kind: "template"; readonly template: Template };

/** Finds the node behind an id, or throws what Meta answers when the token may not see it (100/33 or 200). */
export function findNode(context: CallContext, id: string): GraphNode {
  const node = lookUp(context, id);
  if (node === null) throw notVisible(id);
  const wabaId = wabaIdOf(node);
  if (wabaId !== null) requirePermission(context, wabaId, id);
  if (node.kind === "phone-number" && isMissing(context, node.phoneNumber)) throw notVisible(id);
  return node;
}

/** The account whose call budget a node belongs to; null for a portfolio. */
export function wabaIdOf(node: GraphNode): string | null {
  switch (node.kind) {
    case "portfolio":
      return null;
    case "waba":
      return node.waba.id;
    case "phone-number":
      return node.phoneNumber.wabaId;
    case "template":
      return node.template.wabaId;
  }
}

/** Looks without judging rights. */
export function lookUp({ state }: CallContext, id: string): GraphNode | null {
  const waba = state.world.findWaba(id);
  if (waba !== undefined) return { kind: "waba", waba };
  const phoneNumber = state.world.findPhoneNumber(id);
  if (phoneNumber !== undefined) return { kind: "phone-number", phoneNumber };
  const template = state.world.findTemplate(id);
  if (template !== undefined) return { kind: "template", template };
  const portfolio = state.world.findPortfolio(id);
  return portfolio === undefined ? null : { kind: "portfolio", portfolio };
}

/** Whether the token lost one account while keeping the others. */
export function mayRead(context: CallContext, wabaId: string): boolean {
  return context.faults.use("waba-permission-removed", (fault) => fault.wabaId === wabaId) === undefined;
}

/** Whether a fault hides this number from lists and lookups. */
export function isMissing(context: CallContext, phoneNumber: PhoneNumber): boolean {
  return (
    context.faults.use("number-missing", (fault) => fault.phoneNumberId === phoneNumber.id) !== undefined
  );
}

function requirePermission(context: CallContext, wabaId: string, id: string): void {
  const fault = context.faults.use("waba-permission-removed", (candidate) => candidate.wabaId === wabaId);
  if (fault === undefined) return;
  throw fault.answer === "forbidden" ? permissionMissing(id) : notVisible(id);
}
