"use client";

import { useQuery } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { TemplateDto } from "@/lib/contracts/history.ts";
import { templatesQuery } from "./queries.ts";
import { worstTemplatesFirst } from "./template-order.ts";

/** Rows shown before the rest is asked for. */
const shown = 10;

/** The message templates of the number's account: all its numbers send with them. */
export function TemplateCard({ wabaId }: { wabaId: string }) {
  const query = useQuery(templatesQuery(wabaId));
  const newest = query.data?.data.reduce(
    (latest, { observedAt }) => (observedAt > latest ? observedAt : latest),
    "",
  );
  return (
    <Card
      id="templates"
      title="Templates of this account"
      aside={newest === undefined || newest === "" ? undefined : <AsOf at={newest} />}
      flush
    >
      <Loaded query={query} what="The list of templates" skeleton={<SkeletonRows rows={4} />}>
        {({ data, nextCursor }) => <Templates templates={data} isCut={nextCursor !== null} />}
      </Loaded>
    </Card>
  );
}

function Templates({ templates, isCut }: { templates: readonly TemplateDto[]; isCut: boolean }) {
  if (templates.length === 0) {
    return (
      <EmptyState title="No template has been read so far">
        <p>Templates are read apart from numbers. The collector page says when.</p>
      </EmptyState>
    );
  }
  const sorted = worstTemplatesFirst(templates);
  const rest = sorted.slice(shown);
  return (
    <>
      <TemplateTable label="Templates" templates={sorted.slice(0, shown)} />
      {rest.length === 0 ? null : (
        <div className="border-line border-t px-4 py-2">
          <Disclosure summary={`${rest.length} more templates`}>
            <TemplateTable label="More templates" templates={rest} />
          </Disclosure>
        </div>
      )}
      {isCut ? (
        <p className="text-ink-3 border-line border-t px-4 py-2 text-sm">
          Only {templates.length} of its templates are listed here; the API lists all.
        </p>
      ) : null}
    </>
  );
}

function TemplateTable({ label, templates }: { label: string; templates: readonly TemplateDto[] }) {
  return (
    <Table label={label}>
      <HeadRow>
        <Th>Template</Th>
        <Th>Quality</Th>
        <Th>Status</Th>
        <Th>Category</Th>
        <Th>Last change</Th>
      </HeadRow>
      <TableBody>
        {templates.map((template) => (
          <tr key={template.id}>
            <RowHead>
              <span className="break-all">{template.name}</span>
              <div className="text-ink-3 text-xs font-normal">{template.language}</div>
            </RowHead>
            <Td>
              <RatingBadge raw={template.qualityScore} />
            </Td>
            <Td className="min-w-32">
              <Status template={template} />
            </Td>
            <Td className="min-w-32">
              <Category template={template} />
            </Td>
            <Td className="whitespace-nowrap">
              <LastChange template={template} />
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Status({ template }: { template: TemplateDto }) {
  const { status, pauseTitle, rejectedReason, missingSince } = template;
  const why = [pauseTitle, rejectedReason === "NONE" ? null : rejectedReason].filter((part) => part !== null);
  return (
    <>
      {status ?? <span className="text-ink-3">not reported</span>}
      {why.length === 0 ? null : <span className="text-ink-2 block text-sm">{why.join(", ")}</span>}
      {missingSince === null ? null : (
        <span className="text-amber-ink block text-sm">
          ▲ missing since <Ago at={missingSince} />
        </span>
      )}
    </>
  );
}

function Category({ template }: { template: TemplateDto }) {
  const { category, previousCategory, correctCategory } = template;
  return (
    <>
      {category ?? <span className="text-ink-3">not reported</span>}
      {correctCategory === null || correctCategory === category ? null : (
        <span className="text-amber-ink block text-sm">▲ Meta will make it {correctCategory}</span>
      )}
      {previousCategory === null || previousCategory === category ? null : (
        <span className="text-ink-3 block text-sm">was {previousCategory}</span>
      )}
    </>
  );
}

/** By Meta's own account; the quality score may be newer than the text. */
function LastChange({ template }: { template: TemplateDto }) {
  const times = [template.lastUpdatedAt, template.qualityScoreAt].filter((at) => at !== null).sort();
  const last = times.at(-1);
  return last === undefined ? <span className="text-ink-3">not reported</span> : <Ago at={last} />;
}
