"use client";

import { useMutation } from "@tanstack/react-query";
import { fetchJson, type ShapeLoader } from "@/components/data/fetch-json.ts";
import { saveTable } from "@/components/export/save-table.ts";
import { Button } from "@/components/ui/button.tsx";
import { registryCsv } from "./registry-csv.ts";

interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

const contract = () => import("@/lib/contracts/registry.ts");
const tables = {
  methods: async () =>
    registryCsv.methods(
      await readAll("/api/v1/activation-methods", async () => (await contract()).activationMethodListShape),
    ),
  sources: async () =>
    registryCsv.sources(
      await readAll("/api/v1/opt-in-sources", async () => (await contract()).optInSourceListShape),
    ),
  campaigns: async () =>
    registryCsv.campaigns(
      await readAll("/api/v1/campaigns", async () => (await contract()).campaignListShape),
    ),
};
const titles = { methods: "Activation methods", sources: "Opt-in sources", campaigns: "Campaigns" };

/** Takes a whole list of the registry away as a table, also what the page does not show. */
export function RegistryCsvButton({ list }: { list: keyof typeof tables }) {
  const save = useMutation({
    mutationFn: async () => saveTable([titles[list], "registry"], await tables[list]()),
  });
  return (
    <span className="flex items-center gap-1 print:hidden">
      <span role="status" className="text-amber-ink text-xs empty:hidden">
        {save.isError ? "The list could not be read." : ""}
      </span>
      <Button variant="quiet" pending={save.isPending} pendingText="Reading…" onClick={() => save.mutate()}>
        CSV<span className="sr-only">: save {titles[list]} as a table</span>
      </Button>
    </span>
  );
}

/** Every page of a list. */
async function readAll<T>(path: string, loadShape: ShapeLoader<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const words = new URLSearchParams({ limit: "200", ...(cursor === null ? {} : { cursor }) });
    const page: Page<T> = await fetchJson(`${path}?${words.toString()}`, loadShape, {});
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
