"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { MethodForm } from "@/components/registry/method-form.tsx";
import { methodKindLabels } from "@/components/registry/method-kind-labels.ts";
import { activationMethodsQuery } from "@/components/registry/queries.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";

const states = ["draft", "scheduled", "launched", "held", "retired"] as const;
const labels = {
  all: "All",
  draft: "Draft",
  scheduled: "Scheduled",
  launched: "Launched",
  held: "Held",
  retired: "Retired",
} as const;

/** Every activation method, or those in one state; which one stands in the address. */
export function LaunchList() {
  const methods = useQuery(activationMethodsQuery);
  const mayWrite = useCan("registry.write");
  const given = useSearchParams().get("state");
  const state = states.find((one) => one === given) ?? "all";
  return (
    <Card title="Activation methods" id="methods" flush>
      <div className="border-line space-y-3 border-b px-4 py-3">
        <Segmented
          label="State"
          options={(["all", ...states] as const).map((value) => ({ value, label: labels[value] }))}
          value={state}
          onChoose={(chosen) => replaceUrl({ state: chosen === "all" ? "" : chosen })}
        />
        {mayWrite ? (
          <Disclosure summary="Plan or add a method">
            <MethodForm />
          </Disclosure>
        ) : null}
      </div>
      <Loaded query={methods} what="The list of activation methods" skeleton={<SkeletonRows rows={4} />}>
        {(list) => {
          const rows = list.data.filter((method) => state === "all" || method.state === state);
          if (rows.length === 0) {
            return (
              <EmptyState
                title={state === "all" ? "No activation method is registered" : `No method is ${state}`}
              >
                <p>
                  {mayWrite
                    ? "Plan one before people opt in by it: then what happens can be held against the plan."
                    : "A growth manager or an administrator can add them."}
                </p>
              </EmptyState>
            );
          }
          return (
            <>
              <FirstRows rows={rows} count={25} what="methods">
                {(shown) => <LaunchTable methods={shown} />}
              </FirstRows>
              {list.nextCursor === null ? null : (
                <p className="text-ink-3 px-4 py-2 text-sm">
                  Of the first {list.data.length} methods; the API has all.
                </p>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function LaunchTable({ methods }: { methods: readonly ActivationMethodDto[] }) {
  const none = <span className="text-ink-3">not set</span>;
  return (
    <Table label="Activation methods">
      <HeadRow>
        <Th>Name</Th>
        <Th>State</Th>
        <Th>Launch</Th>
        <Th className="max-sm:hidden">Planned</Th>
        <Th className="max-sm:hidden">Kind</Th>
        <Th className="max-sm:hidden">Owner</Th>
      </HeadRow>
      <TableBody>
        {methods.map((method) => (
          <tr key={method.id}>
            <RowHead>
              <Link href={`/launches/${encodeURIComponent(method.id)}`} className="link hit">
                {method.name}
              </Link>
            </RowHead>
            <Td>{method.state}</Td>
            <Td className="whitespace-nowrap">
              {method.launchedAt === null ? none : <InstantText at={method.launchedAt} style="day" />}
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              {method.plannedLaunchAt === null ? (
                none
              ) : (
                <InstantText at={method.plannedLaunchAt} style="day" />
              )}
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">{methodKindLabels[method.kind]}</Td>
            <Td className="max-sm:hidden">{method.owner ?? <span className="text-ink-3">nobody</span>}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
