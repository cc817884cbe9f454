"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { ExportButtons } from "@/components/export/export-buttons.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Card } from "@/components/ui/card.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { FiguresDto, FigureSubject } from "@/lib/contracts/cells.ts";
import { useFigureDialog } from "./figure-dialog.tsx";
import { figureRows } from "./figure-csv.ts";
import { FigureEmpty } from "./figure-empty.tsx";
import type { FigureFilter, Narrowing } from "./figure-filter.ts";
import { FigureTable } from "./figure-table.tsx";
import { countText, rangeText, subjectNames } from "./figure-words.ts";
import { figuresQuery } from "./queries.ts";
import { readSort, sortRows } from "./sort-rows.ts";
import { useNumberNames } from "./use-number-names.ts";

interface RankedCardProps {
  title: ReactNode;
  /** As it names the files. */
  plainTitle: string;
  /** What the rows may be; the first is usual. */
  subjects: readonly [FigureSubject, ...FigureSubject[]];
  filter: FigureFilter;
  here: string;
  fixed?: readonly Narrowing[];
}

/** A ranked table with its choice of rows, its age, its files and the reason when it is empty. */
export function RankedCard({ title, plainTitle, subjects, filter, here, fixed = [] }: RankedCardProps) {
  const by = filter.by ?? subjects[0];
  const query = useQuery(figuresQuery(by, filter));
  const named = useNumberNames(by === "phoneNumberId" ? query.data?.data : undefined);
  const rows = sortRows(named ?? query.data?.data ?? [], readSort(filter.sort));
  const { explain, element } = useFigureDialog(query.data);
  const options = subjects.map((subject) => ({ value: subject, label: subjectNames[subject].many }));
  return (
    <Card
      title={title}
      flush
      aside={typeof query.data?.countedAt === "string" ? <AsOf at={query.data.countedAt} /> : undefined}
      actions={
        <>
          <Segmented
            label="Rows"
            options={options}
            value={by}
            onChoose={(subject) => replaceUrl({ by: subject === subjects[0] ? "" : subject, sort: "" })}
          />
          {query.data === undefined || rows.length === 0 ? null : (
            <ExportButtons
              caption={{
                title: `${plainTitle} ${subjectNames[by].many}`,
                subtitle: rangeText(query.data.from, query.data.to),
                source: "",
              }}
              rows={() => figureRows(query.data, by, rows)}
            />
          )}
        </>
      }
    >
      <Loaded query={query} what="The figures" skeleton={<SkeletonRows rows={8} tall />}>
        {(figures) =>
          rows.length === 0 ? (
            <FigureEmpty figures={figures} filter={filter} here={here} fixed={fixed} />
          ) : (
            <div
              aria-busy={query.isPlaceholderData}
              className={query.isPlaceholderData ? "opacity-60" : undefined}
            >
              <Remarks figures={figures} />
              <FirstRows rows={rows} count={25} what={subjectNames[by].many.toLowerCase()}>
                {(first) => (
                  <FigureTable
                    figures={figures}
                    rows={first}
                    by={by}
                    filter={filter}
                    here={here}
                    explain={explain}
                  />
                )}
              </FirstRows>
              <RangeLine figures={figures} isCompared={filter.isCompared} />
            </div>
          )
        }
      </Loaded>
      {element}
    </Card>
  );
}

function Remarks({ figures }: { figures: FiguresDto }) {
  const areAllHidden = figures.data.every(({ current }) => current.suppressed);
  return (
    <>
      {areAllHidden ? (
        <div className="p-3">
          <Notice title="Not enough data">
            <p>
              Every row has fewer than {figures.smallGroupSize} exposures. With {figures.smallGroupSize} a row
              is shown; a longer range or fewer filters may be enough.
            </p>
          </Notice>
        </div>
      ) : null}
      {figures.waiting > 0 ? (
        <p role="status" className="text-ink-3 border-line border-b px-4 py-2 text-sm">
          {countText(figures.waiting)} more facts are being counted.
        </p>
      ) : null}
    </>
  );
}

function RangeLine({ figures, isCompared }: { figures: FiguresDto; isCompared: boolean }) {
  return (
    <p className="text-ink-3 border-line border-t px-4 py-2 text-xs">
      {rangeText(figures.from, figures.to)}
      {isCompared ? `, against ${rangeText(figures.previousFrom, figures.previousTo)}` : ""}. Rates are per
      1,000 exposures.{" "}
      <a href="#reading-guide" className="link">
        How to read this
      </a>
    </p>
  );
}
