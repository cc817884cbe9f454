"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Fragment, useId, useState } from "react";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { ChangeHistory } from "./change-history.tsx";
import { MethodActions } from "./method-actions.tsx";
import { MethodForm } from "./method-form.tsx";
import { methodKindLabels } from "./method-kind-labels.ts";
import { activationMethodsQuery } from "./queries.ts";

const columns = 7;

/** The ways in which people opt in, each with its steps, its form and its history. For a flush card. */
export function MethodList() {
  const methods = useQuery(activationMethodsQuery);
  const mayWrite = useCan("registry.write");
  return (
    <>
      {mayWrite ? (
        <div className="border-line border-b px-4 py-3">
          <Disclosure summary="Add an activation method">
            <MethodForm />
          </Disclosure>
        </div>
      ) : null}
      <Loaded query={methods} what="The list of activation methods" skeleton={<SkeletonRows rows={3} />}>
        {(list) =>
          list.data.length === 0 ? (
            <EmptyState title="No activation method is registered">
              <p>
                {mayWrite
                  ? "Add the ways in which people opt in, for example the tick box at checkout."
                  : "A growth manager or an administrator can add them."}
              </p>
            </EmptyState>
          ) : (
            <>
              <MethodTable methods={list.data} mayWrite={mayWrite} />
              {list.nextCursor === null ? null : (
                <p className="text-ink-3 px-4 py-2 text-sm">
                  The first {list.data.length} are listed; the API has all.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}

function MethodTable({ methods, mayWrite }: { methods: readonly ActivationMethodDto[]; mayWrite: boolean }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const detailId = useId();
  return (
    <Table label="Activation methods">
      <HeadRow>
        <Th>Name</Th>
        <Th>Kind</Th>
        <Th>State</Th>
        <Th>Launch</Th>
        <Th className="max-sm:hidden">Owner</Th>
        <Th className="text-right">Sources</Th>
        <Th>
          <span className="sr-only">Details</span>
        </Th>
      </HeadRow>
      <TableBody>
        {methods.map((method) => (
          <Fragment key={method.id}>
            <tr>
              <RowHead>
                <Link href={`/launches/${encodeURIComponent(method.id)}`} className="link hit">
                  {method.name}
                </Link>
              </RowHead>
              <Td className="whitespace-nowrap">{methodKindLabels[method.kind]}</Td>
              <Td>{method.state}</Td>
              <Td className="whitespace-nowrap">
                {method.launchedAt === null ? (
                  <span className="text-ink-3">not set</span>
                ) : (
                  <InstantText at={method.launchedAt} style="day" />
                )}
              </Td>
              <Td className="max-sm:hidden">{method.owner ?? <span className="text-ink-3">nobody</span>}</Td>
              <Td className="text-right tabular-nums">{method.sourceCount}</Td>
              <Td className="text-right">
                <Button
                  variant="quiet"
                  aria-expanded={openId === method.id}
                  aria-controls={openId === method.id ? detailId : undefined}
                  onClick={() => setOpenId(openId === method.id ? null : method.id)}
                >
                  {openId === method.id ? "Close" : "Details"}
                  <span className="sr-only"> of {method.name}</span>
                </Button>
              </Td>
            </tr>
            {openId === method.id ? (
              <tr id={detailId}>
                <td colSpan={columns} className="bg-sunken px-4 py-4">
                  <MethodDetail method={method} mayWrite={mayWrite} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

function MethodDetail({ method, mayWrite }: { method: ActivationMethodDto; mayWrite: boolean }) {
  return (
    <div className="space-y-4">
      <p className="text-sm">
        <span className="text-ink-3">Tags:</span> {method.tags.length === 0 ? "none" : method.tags.join(", ")}
      </p>
      <MethodActions method={method} />
      {mayWrite ? (
        <Disclosure summary="Change it">
          <MethodForm method={method} />
        </Disclosure>
      ) : null}
      <section>
        <h3 className="font-medium">History</h3>
        <ChangeHistory kind="activation-method" id={method.id} />
      </section>
    </div>
  );
}
