import type { RegistryImportDto, RegistryList } from "../../contracts/registry-document.ts";
import { isServiceError, ServiceError } from "../errors.ts";

/** So many rows are made or changed in one transaction, so that it does not outlast its deadline. */
const mostActs = 1_000;

/** What an import does, row by row, and what stands in its way. */
export interface RegistryLedger {
  readonly summary: { -readonly [K in "made" | "changed" | "left" | "faults"]: RegistryImportDto[K] };
  /** Carries out a part of a row; undefined when it was refused, which is noted with the row. */
  attempt<T>(list: RegistryList, at: number, work: () => Promise<T>): Promise<T | undefined>;
  /** @param fields those that were changed; null: the row was made. @throws ServiceError VALIDATION when it is too much at once. */
  note(list: RegistryList, key: string, fields: readonly string[] | null): void;
  fault(list: RegistryList, at: number, field: string | null, message: string): void;
}

export function createLedger(): RegistryLedger {
  const summary: RegistryLedger["summary"] = { made: [], changed: [], left: 0, faults: [] };
  const fault: RegistryLedger["fault"] = (list, at, field, message) => {
    summary.faults.push({ path: [list, String(at), ...(field === null ? [] : [field])].join("."), message });
  };
  return {
    summary,
    fault,
    async attempt(list, at, work) {
      try {
        return await work();
      } catch (error) {
        if (!isServiceError(error)) throw error;
        const { faults } = error.details;
        if (faults === undefined) fault(list, at, null, error.message);
        else for (const one of faults) fault(list, at, documentField(one.path), one.message);
        return undefined;
      }
    },
    note(list, key, fields) {
      if (fields === null) summary.made.push({ list, key });
      else if (fields.length === 0) summary.left += 1;
      else summary.changed.push({ list, key, fields: [...fields] });
      if (summary.made.length + summary.changed.length > mostActs) {
        throw new ServiceError(
          "VALIDATION",
          `More than ${mostActs} rows are new or changed. Bring in a part of them first.`,
        );
      }
    },
  };
}

/** Verbs know entries by ids, the document by names and keys. */
function documentField(path: string): string {
  if (path === "activationMethodId") return "method";
  return path === "into" ? "mergedInto" : path;
}
