import { listUsableApiKeyIds, revokeApiKeyRow } from "../../adapters/db/api-keys.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import { createApiKey } from "../api-keys/create.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, systemActor, type ServiceContext } from "../context.ts";
import { addSourceWording } from "../registry/add-wording.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";

const keyName = "Sandbox shop";
const dayMs = 86_400_000;

/**
 * Lets the sandbox's shop send opt-ins and complaints as a customer would, with a key of its own, and registers most of
 * its sources the first time; the rest come in unregistered, to be claimed. Doing it again is harmless.
 */
export async function openShop(ctx: ServiceContext): Promise<void> {
  if (ctx.sandbox.isTellingFacts()) return;
  const system = { ...ctx, actor: systemActor };
  const { sources } = await loadRegistryNames(ctx.db, ctx.organizationId);
  const isKnown = (key: string) => (sources.get(key)?.state ?? "unregistered") !== "unregistered";
  for (const method of ctx.sandbox.shopMethods()) {
    // Only at the very first time: what people have changed since is theirs.
    if (method.sources.some(({ key }) => isKnown(key))) continue;
    const { name, kind, owner } = method;
    const launchedAt = new Date(ctx.clock.now().getTime() - method.launchedDaysAgo * dayMs).toISOString();
    const { id } = await createActivationMethod(system, { name, kind, owner, launchedAt });
    for (const { wording, declaredKinds, ...source } of method.sources) {
      const kinds = declaredKinds === undefined ? {} : { declaredKinds: [...declaredKinds] };
      const { id: sourceId } = await createOptInSource(system, {
        ...source,
        ...kinds,
        activationMethodId: id,
      });
      if (wording !== undefined)
        await addSourceWording(system, sourceId, { ...wording, effectiveAt: launchedAt });
    }
  }
  await inTransaction(ctx, (tx) => revokeShopKeys(tx, ctx));
  const { key } = await createApiKey(system, { name: keyName, role: "growth", scopes: ["ingest"] });
  ctx.sandbox.tellFacts(key);
}

/** Revokes the keys that the shop was given, those of earlier starts included: with the change that ends them. */
export async function revokeShopKeys(tx: Db, ctx: ServiceContext): Promise<void> {
  const { organizationId } = ctx;
  const system = { ...ctx, actor: systemActor };
  for (const id of await listUsableApiKeyIds(tx, organizationId, keyName)) {
    if ((await revokeApiKeyRow(tx, { organizationId, id }, ctx.clock.now())) === null) continue;
    await recordAudit(tx, system, { action: "api-key.revoke", subject: id, detail: { name: keyName } });
  }
}
