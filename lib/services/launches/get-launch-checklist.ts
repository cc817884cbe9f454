import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import { countEvidenceOf } from "../../adapters/db/evidence-entries.ts";
import { listReviewRows } from "../../adapters/db/method-reviews.ts";
import { listSourcesOfMethod } from "../../adapters/db/registry-entries.ts";
import { listCurrentWordings } from "../../adapters/db/source-wordings.ts";
import { listWatchedPageRows } from "../../adapters/db/watched-pages.ts";
import type { LaunchChecklistDto } from "../../contracts/launches.ts";
import { launchChecklist } from "../../core/registry/launch-checklist.ts";
import { lawPoints } from "../../core/registry/law-points.ts";
import { newestReviews, reviewState } from "../../core/registry/method-review.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { readBusinessNames } from "../wordings/business-names.ts";
import { judgeWording } from "../wordings/judge-wording.ts";

/** What shows a flow as people see it. Wordings and reviews have points of their own. */
const shownKinds = ["screenshot", "page-link", "page-version", "review-file"] as const;

/**
 * A method held against the opt-in policy: what its sources say, and what is noted of it. Before its launch it is held against the wordings that will
 * be in force then.
 *
 * @throws ServiceError NOT_FOUND
 */
export async function getLaunchChecklist(ctx: ServiceContext, methodId: string): Promise<LaunchChecklistDto> {
  requireRight(ctx, "registry.read");
  const { db, organizationId } = ctx;
  const method = await findActivationMethod(db, organizationId, methodId);
  if (method === null) throw notFound("The activation method");
  const now = ctx.clock.now();
  const launch = method.launchedAt ?? method.plannedLaunchAt;
  const sources = (await listSourcesOfMethod(db, organizationId, methodId)).filter(
    ({ state }) => state === "registered",
  );
  const ids = sources.map(({ id }) => id);
  const subjects = { id: methodId, sourceIds: ids };
  const [wordings, evidenceCount, pages, reviews, names] = await Promise.all([
    listCurrentWordings(db, organizationId, ids, launch !== null && launch > now ? launch : now),
    countEvidenceOf(db, organizationId, subjects, shownKinds),
    listWatchedPageRows(db, organizationId, { method: subjects }, { after: null, take: 1 }),
    listReviewRows(db, organizationId, methodId),
    readBusinessNames(ctx),
  ]);
  const items = launchChecklist({
    sources,
    wordings: wordings.map(({ sourceId, ...wording }) => ({
      sourceId,
      findings: judgeWording(wording, names).findings,
    })),
    hasOwner: method.owner !== null,
    hasRamp: method.ramp !== null,
    evidenceCount: evidenceCount + pages.length,
    reviews: newestReviews(reviews.map((review) => ({ ...review, state: reviewState(review.state) }))),
  });
  const countries = [
    ...new Set(sources.flatMap(({ country }) => (country === null ? [] : [country]))),
  ].sort();
  const nameOf = new Map(sources.map(({ id, name }) => [id, name]));
  return {
    items: items.map(({ key, state, sourceIds, right, of }) => ({
      ...{ key, state, right, of },
      sources: sourceIds.slice(0, 20).map((id) => ({ id, name: nameOf.get(id) ?? id })),
      moreSources: Math.max(0, sourceIds.length - 20),
    })),
    business: names[0] ?? "",
    law: countries.map((country) => ({ country, points: lawPoints(country) })),
  };
}
