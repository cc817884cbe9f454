import type { RegistryDocument } from "../../contracts/registry-document.ts";
import { groupBy } from "../../core/registry/group-by.ts";
import type { ServiceContext } from "../context.ts";
import { addSourceWording } from "./add-wording.ts";
import type { RegistryRows } from "./export-registry.ts";
import { sameTime } from "./import-method.ts";
import type { RegistryLedger } from "./registry-ledger.ts";

/** Adds the versions of wordings that are not here yet. A version that is here never changes: what somebody agreed to stays. */
export async function importWordings(
  ctx: ServiceContext,
  wanted: RegistryDocument["wordings"],
  rows: RegistryRows,
  sourceIds: ReadonlyMap<string, string>,
  ledger: RegistryLedger,
): Promise<void> {
  const here = groupBy(rows.wordings, ({ sourceId }) => sourceId);
  const added = new Map<string, number>();
  for (const [at, want] of wanted.entries()) {
    const { source, version, language, text, url, effectiveAt } = want;
    const sourceId = sourceIds.get(source);
    if (sourceId === undefined) {
      ledger.fault("wordings", at, "source", "is no source of this document or the registry");
      continue;
    }
    const known = here.get(sourceId) ?? [];
    const same = known.find((one) => one.version === version);
    const next = known.length + (added.get(sourceId) ?? 0) + 1;
    const key = `${source} ${version}`;
    if (same !== undefined) {
      const isSame =
        same.language === language &&
        same.text === text &&
        same.url === url &&
        sameTime(same.effectiveAt.toISOString(), effectiveAt);
      if (isSame) ledger.note("wordings", key, []);
      else ledger.fault("wordings", at, "version", "is here with another text, and a version never changes");
    } else if (version !== next) {
      ledger.fault("wordings", at, "version", `must be ${next}, the next of its source`);
    } else {
      added.set(sourceId, (added.get(sourceId) ?? 0) + 1);
      const body = { language, text, effectiveAt, ...(url === null ? {} : { url }) };
      const made = await ledger.attempt("wordings", at, () => addSourceWording(ctx, sourceId, body));
      if (made !== undefined) ledger.note("wordings", key, null);
    }
  }
}
