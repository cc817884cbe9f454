"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useCan } from "@/components/me/me-provider.tsx";
import { overviewQuery } from "@/components/overview/queries.ts";
import { buttonClass } from "@/components/ui/button-class.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { FiguresDto } from "@/lib/contracts/cells.ts";
import { emptyReason } from "./empty-reason.ts";
import { figureHref, narrowings, type FigureFilter } from "./figure-filter.ts";

interface FigureEmptyProps {
  figures: Pick<FiguresDto, "countedAt" | "waiting">;
  filter: FigureFilter;
  here: string;
  /** Narrowings that belong to the page and cannot be taken away. */
  fixed?: readonly (typeof narrowings)[number][];
}

/** No rows: why, and what to do about it. */
export function FigureEmpty({ figures, filter, here, fixed = [] }: FigureEmptyProps) {
  const overview = useQuery(overviewQuery);
  const mayImport = useCan("facts.write");
  const isNarrowed = narrowings.some((name) => filter[name] !== undefined && !fixed.includes(name));
  const connected = overview.data?.connected ?? null;
  const reason = emptyReason({ ...figures, isNarrowed, connected });
  const longer = (
    <Link href={figureHref(here, { ...filter, range: "365d" })} className={buttonClass()}>
      Show 365 days
    </Link>
  );
  switch (reason) {
    case "being-counted":
      return (
        <EmptyState title="Being counted">
          <p>{figures.waiting.toLocaleString("en-US")} facts have come in. They appear here in seconds.</p>
        </EmptyState>
      );
    case "not-connected":
      return (
        <EmptyState
          title="Nothing is connected"
          action={
            <Link href="/" className={buttonClass("primary")}>
              Connect WhatsApp or start the sandbox
            </Link>
          }
        >
          <p>
            Messages and what came back arrive by Meta&apos;s webhooks once an account is connected. Your own
            systems can send them by the API at any time.
          </p>
        </EmptyState>
      );
    case "nothing-yet":
      return (
        <EmptyState
          title="Nothing was sent yet"
          action={
            mayImport ? (
              <Link href="/settings/imports" className={buttonClass("primary")}>
                Import a file
              </Link>
            ) : undefined
          }
        >
          <p>
            Send opt-ins, messages and signals by the API (POST /api/v1/opt-ins, /exposures, /signals) or
            import a CSV file. Messages that Meta tells by webhook appear by themselves.
          </p>
        </EmptyState>
      );
    case "filtered-out":
      return (
        <EmptyState
          title="Nothing matches the filter"
          action={
            <>
              <Link
                href={figureHref(
                  here,
                  filter,
                  Object.fromEntries(
                    narrowings.filter((name) => !fixed.includes(name)).map((name) => [name, null]),
                  ),
                )}
                className={buttonClass()}
              >
                Take all filters away
              </Link>
              {longer}
            </>
          }
        />
      );
    case "quiet-range":
      return (
        <EmptyState title="Nothing was sent in this range" action={longer}>
          <p>There are messages outside of it.</p>
        </EmptyState>
      );
  }
}
