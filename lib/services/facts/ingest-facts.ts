import type { FactsResult } from "../../contracts/facts.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { exposureKind } from "./exposure-kind.ts";
import { optInKind } from "./opt-in-kind.ts";
import { signalKind } from "./signal-kind.ts";
import { openReadTools, ReadBatch, storeBatch, type FactKind, type ToldItem } from "./told-batch.ts";

const told = { origin: "api", importId: null } as const;
type Told = "opt-ins" | "exposures" | "signals";

/**
 * Takes a batch of facts from a program. Each row is judged by itself, those that are good are stored, and sending the
 * same again changes nothing. Late facts and corrections find their way into the cells by themselves.
 */
export async function ingestFacts(
  ctx: ServiceContext,
  what: Told,
  items: Iterable<ToldItem>,
): Promise<FactsResult> {
  requireRight(ctx, "facts.write");
  switch (what) {
    case "opt-ins":
      return ingest(ctx, optInKind(told), items);
    case "exposures":
      return ingest(ctx, exposureKind(told), items);
    case "signals":
      return ingest(ctx, signalKind(told), items);
  }
}

async function ingest<Stored>(
  ctx: ServiceContext,
  kind: FactKind<Stored>,
  items: Iterable<ToldItem>,
): Promise<FactsResult> {
  const tools = await openReadTools(ctx, ctx.organizationId);
  const batch = new ReadBatch<Stored>();
  for (const item of items) batch.add(kind, item, tools);
  const { inserted, changed } =
    batch.rows.size === 0
      ? { inserted: 0, changed: 0 }
      : await storeBatch(ctx, ctx.organizationId, kind, batch, tools.hasher);
  const accepted = inserted + changed + batch.superseded;
  return {
    accepted,
    duplicates: batch.rows.size - inserted - changed + batch.repeated,
    rejected: batch.rejected,
  };
}
