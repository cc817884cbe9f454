import type { ImportKind } from "../../core/imports/import-fields.ts";
import { exposureKind } from "../facts/exposure-kind.ts";
import { optInKind } from "../facts/opt-in-kind.ts";
import { signalKind } from "../facts/signal-kind.ts";
import type { FactKind } from "../facts/told-batch.ts";

/** Calls `use` with the way in which facts of a kind are read and stored, whatever its rows are. */
export function withKind<T>(
  kind: ImportKind,
  importId: string | null,
  use: <Stored>(fact: FactKind<Stored>) => T,
): T {
  const told = { origin: "import", importId } as const;
  switch (kind) {
    case "opt-ins":
      return use(optInKind(told));
    case "exposures":
      return use(exposureKind(told));
    case "signals":
      return use(signalKind(told));
  }
}
