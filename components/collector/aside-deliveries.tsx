"use client";

import { useQuery } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { AsideDelivery, CollectorWebhooks } from "@/lib/contracts/collector.ts";
import type { AsideState } from "./collector-filter.ts";
import { asideDeliveriesQuery } from "./queries.ts";

const words: Readonly<Record<AsideState, { name: string; what: string }>> = {
  quarantined: {
    name: "Could not be read",
    what: "Kept whole and encrypted for as long as raw webhooks are kept. A replay after an update reads them again.",
  },
  orphan: {
    name: "About accounts that are not read",
    what: "Signed by Meta and kept. Add the account to a connection if it is yours.",
  },
};

/** Webhooks that were kept aside, each kind behind its own count. Which one stands open is in the URL. */
export function AsideDeliveries({
  webhooks,
  open,
}: {
  webhooks: CollectorWebhooks;
  open: AsideState | undefined;
}) {
  const counts = { quarantined: webhooks.quarantined, orphan: webhooks.orphaned };
  return (
    <div className="space-y-2">
      {(["quarantined", "orphan"] as const).map((state) => {
        const { count, isMore } = counts[state];
        if (count === 0) {
          return (
            <p key={state} className="text-ink-2 text-sm">
              {words[state].name}: none kept.
            </p>
          );
        }
        return (
          <Disclosure
            key={state}
            summary={`${words[state].name}: ${isMore ? "more than " : ""}${count}`}
            open={open === state}
            onToggle={(isOpen) => {
              if (isOpen) replaceUrl({ aside: state });
              else if (open === state) replaceUrl({ aside: "" });
            }}
          >
            <p className="text-ink-2 mb-2 text-sm">{words[state].what}</p>
            {open === state ? <AsideList state={state} /> : null}
          </Disclosure>
        );
      })}
    </div>
  );
}

function AsideList({ state }: { state: AsideState }) {
  const query = useQuery(asideDeliveriesQuery(state));
  return (
    <div className="border-line rounded-md border">
      <Loaded query={query} what="The list of webhooks kept aside" skeleton={<SkeletonRows rows={4} />}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyState title="None kept any more" />
          ) : (
            <>
              <AsideTable label={words[state].name} deliveries={data} />
              {nextCursor === null ? null : (
                <p className="text-ink-3 border-line border-t px-4 py-2 text-sm">
                  The newest {data.length}. The API lists all:{" "}
                  <code>/api/v1/collector/webhook-deliveries?state={state}</code>
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function AsideTable({ label, deliveries }: { label: string; deliveries: readonly AsideDelivery[] }) {
  return (
    <Table label={label}>
      <HeadRow>
        <Th>Received</Th>
        <Th>Why</Th>
        <Th>What could be read</Th>
        <Th className="text-right">Times</Th>
        <Th className="text-right">Size</Th>
      </HeadRow>
      <TableBody>
        {deliveries.map((delivery) => (
          <tr key={delivery.id}>
            <RowHead className="font-normal whitespace-nowrap">
              <Ago at={delivery.receivedAt} />
              <div className="text-ink-3 font-mono text-xs">{delivery.id.slice(0, 12)}</div>
            </RowHead>
            <Td className="min-w-48">
              {delivery.reason ?? <span className="text-ink-3">not known</span>}
              {delivery.brokenChanges === null ? null : (
                <span className="text-ink-2 block text-sm">{delivery.brokenChanges} of its changes</span>
              )}
            </Td>
            <Td className="min-w-40 text-sm">
              {delivery.fields.length === 0 ? (
                <span className="text-ink-3">nothing</span>
              ) : (
                <>
                  <span className="font-mono">{delivery.fields.join(", ")}</span>
                  <span className="text-ink-3 block">account {delivery.wabaIds.join(", ")}</span>
                </>
              )}
            </Td>
            <Td className="text-right tabular-nums">{delivery.receivedCount}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{sizeText(delivery.byteCount)}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1_000
    ? `${bytes} B`
    : bytes < 1_000_000
      ? `${(bytes / 1_000).toFixed(1)} kB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
