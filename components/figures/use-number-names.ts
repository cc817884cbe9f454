"use client";

import { useQuery } from "@tanstack/react-query";
import { numberName } from "@/components/phone-numbers/number-name.ts";
import { phoneNumbersQuery } from "@/components/phone-numbers/queries.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { FigureRow } from "@/lib/contracts/cells.ts";

/** Rows of phone numbers under the names that people know; without rows nothing is asked. */
export function useNumberNames(rows: readonly FigureRow[] | undefined): FigureRow[] | undefined {
  const query = useQuery({
    ...phoneNumbersQuery({}),
    refetchInterval: refresh.settings,
    enabled: rows !== undefined,
  });
  const names = new Map((query.data?.data ?? []).map((number) => [number.id, numberName(number)]));
  return rows?.map((row) => ({ ...row, name: names.get(row.key ?? "") ?? row.name }));
}
