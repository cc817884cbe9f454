import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { MeProvider } from "@/components/me/me-provider.tsx";
import type { MeDto } from "@/lib/contracts/people.ts";
import { MergePreview } from "./merge-dialog.tsx";
import { activationMethodsQuery, entryQuery, wordingsQuery, type RegistryEntry } from "./queries.ts";
import { SourceRegistryPanel } from "./source-registry-panel.tsx";

const at = "2026-06-01T09:00:00.000Z";
const source: RegistryEntry = {
  ...{ id: "s1", key: "chekout", name: "chekout", owner: null, tags: [], state: "unregistered" },
  ...{ mergedInto: null, mergedEntries: [], createdAt: at, updatedAt: null },
  ...{ activationMethodId: null, activationMethodName: null },
};
const checkout = { id: "s2", key: "checkout", name: "Checkout" };
const me: MeDto = {
  ...{ kind: "person", id: "p", name: "Ada", email: "ada@example.com", role: "growth", landingPage: "/" },
  rights: ["registry.read", "registry.write"],
  organization: { id: "default", name: "Shop", timeZone: "UTC" },
};

/** What a reader sees, tags left out. */
function words(node: ReactNode): string {
  return renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");
}

function panel(entry: RegistryEntry, rights = me.rights): string {
  const client = new QueryClient();
  client.setQueryData(entryQuery("opt-in-source", entry.id).queryKey, entry);
  client.setQueryData(wordingsQuery(entry.id).queryKey, { data: [], nextCursor: null });
  client.setQueryData(activationMethodsQuery.queryKey, {
    data: [
      {
        ...{ id: "m1", name: "Tick box", kind: "website", owner: null, tags: [], state: "launched" },
        ...{
          launchedAt: at,
          plannedLaunchAt: null,
          ramp: null,
          declaredKinds: null,
          createdAt: at,
          updatedAt: null,
          sourceCount: 0,
        },
      },
    ],
    nextCursor: null,
  });
  return words(
    <QueryClientProvider client={client}>
      <MeProvider me={{ ...me, rights }}>
        <SourceRegistryPanel sourceId={entry.id} />
      </MeProvider>
    </QueryClientProvider>,
  );
}

describe("the registry's panel of a source", () => {
  it("asks to claim a key that data brought", () => {
    const text = panel(source);
    expect(text).toContain("Nobody has claimed this key");
    expect(text).toContain("Claim it");
    expect(text).toContain("Tick box");
    expect(text).toContain("Merge…");
  });

  it("of a merged one: where it is counted, and splitting off as the only act", () => {
    const text = panel({ ...source, state: "merged", mergedInto: checkout });
    expect(text).toContain("Merged into Checkout");
    expect(text).toContain("Split off");
    expect(text).not.toContain("Retire");
    expect(text).not.toContain("Add a version");
  });

  it("of one with others in it: each can be split off", () => {
    const text = panel({ ...source, state: "registered", mergedEntries: [checkout] });
    expect(text).toContain("Merged into this Checkout checkout Split off");
    expect(text).not.toContain("Claim it");
  });

  it("offers no act to who may only read", () => {
    const text = panel({ ...source, mergedEntries: [checkout] }, ["registry.read"]);
    for (const act of ["Claim it", "Merge…", "Retire", "Split off", "Add a version"]) {
      expect(text).not.toContain(act);
    }
  });
});

describe("MergePreview", () => {
  it("says what will be counted where, and that it can be undone", () => {
    const target = { ...source, ...checkout, activationMethodId: "m1", activationMethodName: "Tick box" };
    const text = words(<MergePreview entry={{ ...source, mergedEntries: [checkout] }} target={target} />);
    expect(text).toContain("What came and comes in as chekout is counted under Checkout, for all times.");
    expect(text).toContain("1 entry.");
    expect(text).toContain("counts for the activation method Tick box");
    expect(text).toContain("Splitting it off brings everything back");
  });
});
