import type { NewTransition } from "../../adapters/db/transitions.ts";
import type { ServicePorts } from "../context.ts";

/**
 * What people may need to hear when Meta refuses a field of a WABA that it told before, or tells one again after
 * refusing it. The version a field was refused in does not matter to them.
 *
 * @param before and `after`: fields as they are remembered ("v25.0:field").
 */
export function droppedFieldTransitions(
  ports: Pick<ServicePorts, "random">,
  wabaId: string,
  fields: { before: readonly string[]; after: readonly string[]; at: Date },
): NewTransition[] {
  const names = (remembered: readonly string[]) =>
    new Set(remembered.map((each) => each.replace(/^v[\d.]+:/, "")));
  const [before, after] = [names(fields.before), names(fields.after)];
  const step = (field: string, direction: "fell" | "recovered"): NewTransition => ({
    id: ports.random.id(fields.at),
    subjectKind: "waba",
    subjectId: wabaId,
    field: "graph_field",
    from: null,
    to: field,
    direction,
    occurredAt: fields.at,
  });
  return [
    ...[...after].filter((field) => !before.has(field)).map((field) => step(field, "fell")),
    // One incident stands for all refused fields of a WABA: it is over when none is left.
    ...(after.size > 0 ? [] : [...before].map((field) => step(field, "recovered"))).slice(0, 1),
  ];
}
