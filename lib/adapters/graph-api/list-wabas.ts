import type { GraphAnswer, PagedSightings, WabaSighting } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { GraphSession } from "./graph-session.ts";
import { readWaba } from "./graph-shapes.ts";
import { lastById, readList } from "./read-pages.ts";

const fields = ["id", "name"];

/** Meta's ways of saying that a business is no partner; asking for its own WABAs has shown that the token is alive. */
const noClients = new Set<GraphTrouble["kind"]>(["asset-lost", "permission-missing", "request-invalid"]);

/** A portfolio's own WABAs and those of its clients. Only partners have clients; others are complete without. */
export async function listWabas(
  session: GraphSession,
  businessId: string,
): Promise<GraphAnswer<PagedSightings<WabaSighting>>> {
  const edge = (name: string) => ({ path: `${businessId}/${name}`, fields });
  const owned = await readList(session, edge("owned_whatsapp_business_accounts"), readWaba);
  if (!owned.ok) return owned;
  const clients = await readList(session, edge("client_whatsapp_business_accounts"), readWaba);
  if (!clients.ok) {
    if (noClients.has(clients.trouble.kind)) return session.answered(owned.value);
    const trouble = owned.value.trouble ?? clients.trouble;
    return session.answered({ ...owned.value, complete: false, trouble });
  }
  return session.answered({
    items: lastById<WabaSighting>([...owned.value.items, ...clients.value.items]),
    complete: owned.value.complete && clients.value.complete,
    trouble: owned.value.trouble ?? clients.value.trouble,
    droppedFields: [],
  });
}
