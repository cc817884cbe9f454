import type { Metadata } from "next";
import { MethodPage } from "@/components/launches/method-page.tsx";
import { guardQuery } from "@/components/guards/queries.ts";
import {
  checklistQuery,
  evidenceQuery,
  methodQuery,
  methodSourcesQuery,
  rampQuery,
  reviewsQuery,
} from "@/components/launches/queries.ts";
import { changesQuery } from "@/components/registry/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listEvidence } from "@/lib/services/evidence/list-evidence.ts";
import { isServiceError } from "@/lib/services/errors.ts";
import { getGuard } from "@/lib/services/guards/get-guard.ts";
import { getLaunchChecklist } from "@/lib/services/launches/get-launch-checklist.ts";
import { getMethodRamp } from "@/lib/services/launches/get-method-ramp.ts";
import { getActivationMethod } from "@/lib/services/registry/get-activation-method.ts";
import { listRegistryChanges } from "@/lib/services/registry/list-changes.ts";
import { listMethodReviews } from "@/lib/services/registry/list-method-reviews.ts";
import { listOptInSources } from "@/lib/services/registry/list-opt-in-sources.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Activation method" };

export default async function Page({ params }: { params: Promise<{ methodId: string }> }) {
  const ctx = await requirePageContext();
  const id = decodeURIComponent((await params).methodId);
  // A draft has no watch.
  const guard = await getGuard(ctx, id).catch((error: unknown) => {
    if (isServiceError(error)) return null;
    throw error;
  });
  const queries = [
    ...(guard === null ? [] : [{ queryKey: guardQuery(id).queryKey, load: () => Promise.resolve(guard) }]),
    { queryKey: methodQuery(id).queryKey, load: () => getActivationMethod(ctx, id) },
    {
      queryKey: methodSourcesQuery(id).queryKey,
      load: () => listOptInSources(ctx, { limit: 200, activationMethodId: id }),
    },
    { queryKey: checklistQuery(id).queryKey, load: () => getLaunchChecklist(ctx, id) },
    { queryKey: rampQuery(id).queryKey, load: () => getMethodRamp(ctx, id) },
    { queryKey: reviewsQuery(id).queryKey, load: () => listMethodReviews(ctx, id) },
    {
      queryKey: evidenceQuery(id).queryKey,
      load: () => listEvidence(ctx, { limit: 100, order: "newest", activationMethodId: id }),
    },
    {
      queryKey: changesQuery("activation-method", id).queryKey,
      load: () => listRegistryChanges(ctx, "activation-method", id, { limit: 200 }),
    },
  ];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <MethodPage methodId={id} />
    </Prefetched>
  );
}
