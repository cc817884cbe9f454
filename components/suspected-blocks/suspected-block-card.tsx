"use client";

import { useQuery } from "@tanstack/react-query";
import { insightQuery, type InsightScope } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { CellsDto } from "@/lib/contracts/cells.ts";
import type { SuspectedBlocksDto } from "@/lib/contracts/insights.ts";
import {
  arrivalsOf,
  baselineSentence,
  errorSentence,
  openSentence,
  suspectedSentence,
} from "./suspected-block-words.ts";

export const arrivalsQuery = ({ from, to, source, phoneNumberId }: InsightScope) =>
  insightQuery<CellsDto>("/api/v1/cells", async () => (await import("@/lib/contracts/cells.ts")).cellsShape, {
    from,
    to,
    source,
    phoneNumberId,
  });

export const suspectedBlocksQuery = ({ from, to, phoneNumberId }: InsightScope) =>
  insightQuery<SuspectedBlocksDto>(
    "/api/v1/suspected-blocks/summary",
    async () => (await import("@/lib/contracts/insights.ts")).suspectedBlocksShape,
    { from, to, phoneNumberId },
  );

/** Blocks that WhatsApp tells nobody of, as far as silence gives them away, for the range and filters of the page. */
export function SuspectedBlockCard(scope: InsightScope) {
  const { from, to } = scope;
  const own = useQuery(arrivalsQuery(scope));
  const usual = useQuery(arrivalsQuery({ from, to }));
  const summary = useQuery(suspectedBlocksQuery(scope));
  return (
    <Card id="suspected-blocks" title="Suspected blocks (inferred)">
      <Loaded query={own} what="What was delivered" skeleton={<SkeletonRows rows={4} />}>
        {(cells) => (
          <Findings
            cells={cells}
            usual={usual.data ?? null}
            expectedFalseShare={summary.data?.expectedFalseShare ?? null}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Findings(props: { cells: CellsDto; usual: CellsDto | null; expectedFalseShare: number | null }) {
  const { cells, usual, expectedFalseShare } = props;
  const [cell] = cells.data;
  const own = arrivalsOf(cell);
  if (own === null) {
    return cell?.suppressed === true ? (
      <EmptyState title="Too few messages to show">
        There are fewer than {cells.smallGroupSize}. A longer range shows more.
      </EmptyState>
    ) : (
      <EmptyState title="No message in this range">
        Take a filter away or choose a longer range to see others.
      </EmptyState>
    );
  }
  return (
    <div className="max-w-prose space-y-3">
      <p>{suspectedSentence(own)}</p>
      <p>{baselineSentence(own, arrivalsOf(usual?.data[0]))}</p>
      <p>{openSentence(own)}</p>
      <p className="text-ink-3 text-sm">
        WhatsApp tells nobody who blocked whom. A block is suspected when messages got through before and all
        later ones stay without a sign of life for longer than this number&apos;s ordinary silences.{" "}
        {errorSentence(expectedFalseShare)} Do not judge one person by it.
      </p>
    </div>
  );
}
