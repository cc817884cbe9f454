import { z } from "zod";
import type { GraphAnswer, PortfolioSighting } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { id, word } from "./lenient.ts";
import { readNode } from "./read-node.ts";

/** The limit is not known to versions below 24 and then left out. */
const fields = ["id", "name", "verification_status", "whatsapp_business_manager_messaging_limit"];

const portfolio = z.looseObject({
  id,
  name: word,
  verification_status: word,
  whatsapp_business_manager_messaging_limit: word,
});

/** Meta's page: Messaging limits. */
export async function readPortfolio(
  session: GraphSession,
  businessId: string,
): Promise<GraphAnswer<PortfolioSighting>> {
  const answer = await readNode(session, businessId, fields);
  if (!answer.ok) return session.failed(answer.trouble);
  const parsed = portfolio.safeParse(answer.body);
  if (!parsed.success) return session.failed(session.misshapen("a portfolio without an id", answer.body));
  return session.answered({
    id: parsed.data.id,
    name: parsed.data.name,
    verificationStatus: parsed.data.verification_status,
    messagingLimit: parsed.data.whatsapp_business_manager_messaging_limit,
  });
}
