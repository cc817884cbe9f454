import { appendAssetChanges } from "../../adapters/db/asset-changes.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { lockPortfolioValues, upsertPortfolioReading } from "../../adapters/db/waba-details.ts";
import { diffAsset, trackedPortfolioValues } from "../../core/collection/diff-asset.ts";
import type { PortfolioSighting } from "../../core/collection/graph-api-port.ts";
import type { ServicePorts } from "../context.ts";

/**
 * Keeps what was read of a portfolio, with each change. The messaging limit belongs to it, and two nodes tell it: its
 * own, and each of its WABAs.
 *
 * @param place.from "waba": only the limit was told.
 */
export async function storePortfolio(
  tx: Db,
  ports: Pick<ServicePorts, "random">,
  place: { organizationId: string; connectionId: string; at: Date; from: "portfolio" | "waba" },
  portfolio: PortfolioSighting,
): Promise<void> {
  const { organizationId, at } = place;
  const before = await lockPortfolioValues(tx, { organizationId, id: portfolio.id });
  const told =
    place.from === "portfolio" || before === null
      ? portfolio
      : {
          name: before.values["name"] ?? null,
          verificationStatus: before.values["verification_status"] ?? null,
          messagingLimit: portfolio.messagingLimit,
        };
  const changes = diffAsset(before?.values ?? null, trackedPortfolioValues(told, before?.values ?? null));
  // Hundreds of WABAs tell the limit of one portfolio: most of the time there is nothing to write.
  if (place.from === "waba" && before !== null && changes.length === 0) return;
  await upsertPortfolioReading(tx, place, portfolio);
  await appendAssetChanges(
    tx,
    { organizationId, occurredAt: at, recordedAt: at, source: "poll", reference: null },
    changes.map((change) => ({
      ...change,
      id: ports.random.id(at),
      subjectKind: "portfolio",
      subjectId: portfolio.id,
      notBefore: before?.observedAt ?? null,
    })),
  );
}
