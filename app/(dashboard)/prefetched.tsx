import { dehydrate, QueryClient, type QueryKey } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Hydrated } from "@/components/data/hydrated.tsx";
import type { ServiceContext } from "@/lib/services/context.ts";
import { isServiceError } from "@/lib/services/errors.ts";

interface PrefetchedProps {
  ctx: Pick<ServiceContext, "log">;
  queries: readonly { queryKey: QueryKey; load: () => Promise<unknown> }[];
  children: ReactNode;
}

/**
 * Puts data into the first paint. What cannot be read here is read again by the browser, which then shows why; only
 * "not found" ends the page at once, so that the address answers 404.
 */
export async function Prefetched({ ctx, queries, children }: PrefetchedProps) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await Promise.all(
    queries.map(({ queryKey, load }) =>
      client.query({ queryKey, queryFn: load }).catch((error: unknown) => {
        if (isServiceError(error) && error.code === "NOT_FOUND") notFound();
        ctx.log.warn({ err: error, queryKey }, "a page could not read its data");
      }),
    ),
  );
  return <Hydrated state={JSON.stringify(dehydrate(client))}>{children}</Hydrated>;
}
