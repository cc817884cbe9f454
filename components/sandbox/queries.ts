import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { SandboxDto } from "@/lib/contracts/sandbox.ts";

const sandboxShape = async () => (await import("@/lib/contracts/sandbox.ts")).sandboxShape;

export const sandboxQuery = queryOptions<SandboxDto>({
  queryKey: ["sandbox"],
  queryFn: ({ signal }) => fetchJson("/api/v1/sandbox", sandboxShape, { signal }),
  refetchInterval: refresh.settings,
});

export function startScenario(scenario: string): Promise<SandboxDto> {
  return fetchJson("/api/v1/sandbox/scenario", sandboxShape, { method: "POST", body: { scenario } });
}
