import type { StoredConnection } from "../../adapters/db/connections.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { portfolioObservedAt, upsertWabas } from "../../adapters/db/wabas.ts";
import type { GraphCredentials, GraphUsage } from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import { unknownWordsOfPortfolio } from "../../core/collection/known-words.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { storePortfolio } from "./store-portfolio.ts";

const readPortfolioEveryMs = 60 * 60 * 1000;
/** Trouble that is not the portfolio's own. A right that is missing may be: WABAs can be read without it. */
const endsTheRound = new Set<GraphTrouble["kind"]>(["token-invalid", "rate-limited"]);

/**
 * Which WABAs a round covers: those of the portfolio, owned and of clients, plus those named by hand. Those known from
 * earlier rounds are read too when the list is missing or does not hold them: Meta leaves out without a word what the
 * token may no longer see, and only reading it tells (docs/faults.md F02).
 */
export async function discoverWabas(
  ports: ServicePorts,
  connection: StoredConnection,
  credentials: GraphCredentials,
  meter: (answer: { calls: number; usage: GraphUsage }) => void,
): Promise<{ wabaIds: string[]; trouble: GraphTrouble | null }> {
  const { organizationId, id: connectionId, businessId } = connection;
  const now = ports.clock.now();
  const place = { organizationId, connectionId, at: now };
  const named = connection.wabaIds.map((id) => ({ id, name: null }));
  await upsertWabas(ports.db, { ...place, portfolioId: businessId }, named);
  if (businessId === null) return { wabaIds: connection.wabaIds, trouble: null };

  const readAt = await portfolioObservedAt(ports.db, organizationId, businessId);
  if (readAt === null || now.getTime() - readAt.getTime() >= readPortfolioEveryMs) {
    const portfolio = await ports.graphApi.readPortfolio(credentials, businessId);
    meter(portfolio);
    // The list would meet the same: no second call after a dead token or a used-up budget (docs/faults.md F01, F03).
    if (!portfolio.ok && endsTheRound.has(portfolio.trouble.kind))
      return { wabaIds: [], trouble: portfolio.trouble };
    if (portfolio.ok) {
      await inTransaction(ports, async (tx) => {
        await storePortfolio(tx, ports, { ...place, from: "portfolio" }, portfolio.value);
        await recordUnknownWords(tx, place, unknownWordsOfPortfolio(portfolio.value));
      });
    }
  }
  const listed = await ports.graphApi.listWabas(credentials, businessId);
  meter(listed);
  if (listed.ok) await upsertWabas(ports.db, { ...place, portfolioId: businessId }, listed.value.items);
  // Clients' WABAs belong to other portfolios and are found through this one.
  const known = await ports.db.waba.findMany({
    where: {
      organizationId,
      connectionId,
      OR: [{ portfolioId: businessId }, { ownershipType: { not: "SELF" } }],
    },
    select: { id: true },
  });
  const ids = [...connection.wabaIds, ...(listed.ok ? listed.value.items : []).map((waba) => waba.id)];
  return {
    wabaIds: [...new Set([...known.map((waba) => waba.id), ...ids])],
    trouble: listed.ok ? listed.value.trouble : listed.trouble,
  };
}
