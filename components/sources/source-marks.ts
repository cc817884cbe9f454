import type { ChartMark } from "@/components/figures/chart-marks.ts";
import type { ActivationMethodDto, RegistryChangeDto, SourceWordingDto } from "@/lib/contracts/registry.ts";

const methodActs: Readonly<Record<string, string>> = {
  held: "held",
  resumed: "resumed",
  retired: "retired",
};

/** Vertical marks of a source's charts: launch and holds of its method, and when people began to read another wording. */
export function sourceMarks(
  method: Pick<ActivationMethodDto, "name" | "launchedAt"> | null,
  changes: readonly Pick<RegistryChangeDto, "action" | "occurredAt">[],
  wordings: readonly Pick<SourceWordingDto, "version" | "language" | "effectiveAt">[],
): ChartMark[] {
  const launch =
    method === null || method.launchedAt === null
      ? []
      : [{ at: method.launchedAt, label: `${method.name} launched` }];
  const acts = changes.flatMap(({ action, occurredAt }) => {
    const word = methodActs[action];
    return word === undefined ? [] : [{ at: occurredAt, label: `${method?.name ?? "method"} ${word}` }];
  });
  const read = wordings.map(({ version, language, effectiveAt }) => ({
    at: effectiveAt,
    label: `wording ${version} (${language})`,
  }));
  return [...launch, ...acts, ...read];
}
