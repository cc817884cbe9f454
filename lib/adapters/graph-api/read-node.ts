import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { GraphSession } from "./graph-session.ts";
import { refusedField } from "./read-pages.ts";

/** Reads one node's own fields, leaving out those that Meta refuses. */
export async function readNode(
  session: GraphSession,
  path: string,
  fields: readonly string[],
): Promise<
  { ok: true; body: unknown; droppedFields: readonly string[] } | { ok: false; trouble: GraphTrouble }
> {
  const droppedFields: string[] = [];
  for (;;) {
    const asked = fields.filter((field) => !droppedFields.includes(field));
    const answer = await session.call({ path, query: { fields: asked.join(",") } });
    if (answer.ok) return { ok: true, body: answer.body, droppedFields };
    const field = refusedField(answer.trouble, asked);
    if (field === null) return { ok: false, trouble: answer.trouble };
    droppedFields.push(field);
  }
}
