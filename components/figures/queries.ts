import { queryOptions } from "@tanstack/react-query";
import type { FiguresDto, FigureSubject } from "@/lib/contracts/cells.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import { narrowedBy, toFiguresQuery, type FigureFilter } from "./figure-filter.ts";

/** A range that runs until now keeps its key while time passes; its instants are reckoned when it is asked. */
export const figuresQuery = (by: FigureSubject, filter: FigureFilter) =>
  queryOptions<FiguresDto>({
    queryKey: [
      "figures",
      by,
      { range: filter.range, from: filter.from, to: filter.to, rule: filter.rule, ...narrowedBy(filter) },
    ],
    queryFn: ({ signal }) => {
      const words = Object.entries(toFiguresQuery(by, filter, Date.now())) as [string, string][];
      return fetchJson(
        `/api/v1/figures?${new URLSearchParams(words).toString()}`,
        async () => (await import("@/lib/contracts/cells.ts")).figuresShape,
        { signal },
      );
    },
    // What was read last stays while another range is read; rows of another kind would stand under wrong heads.
    placeholderData: (last, query) => (query?.queryKey[1] === by ? last : undefined),
    refetchInterval: refresh.settings,
  });
