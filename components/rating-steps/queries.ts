import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { RatingStepsDto } from "@/lib/contracts/rating-steps.ts";

/** The newest changes of a number's rating with the week before each. */
export const ratingStepsQuery = (phoneNumberId: string) =>
  queryOptions<RatingStepsDto>({
    queryKey: ["rating-steps", phoneNumberId],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/phone-numbers/${encodeURIComponent(phoneNumberId)}/rating-steps?limit=20`,
        async () => (await import("@/lib/contracts/rating-steps.ts")).ratingStepsShape,
        { signal },
      ),
    refetchInterval: refresh.settings,
  });
