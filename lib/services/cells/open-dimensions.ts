import { readCellValues, type CellColumn } from "../../adapters/db/read-cells.ts";
import { loadRegistryNames, type CampaignName, type SourceName } from "../../adapters/db/registry-names.ts";
import type { CellDimension } from "../../contracts/cells.ts";
import type { ServiceContext } from "../context.ts";
import { dayText } from "./read-range.ts";

/** What a question lets through, by the words of the API. */
export interface CellFilters {
  readonly phoneNumberId?: string | undefined;
  readonly source?: string | undefined;
  readonly method?: string | undefined;
  readonly campaign?: string | undefined;
  readonly template?: string | undefined;
}

/** Translates between the numbers in cells and the words of the API, merges resolved. */
export interface Dimensions {
  readonly source: (key: string) => SourceName | null;
  readonly campaign: (key: string) => CampaignName | null;
  /** A method of which there are sources. */
  readonly method: (id: string) => { readonly name: string; readonly kind: string } | null;
  /** The word of a group under a dimension; null: none. */
  readonly word: (dimension: CellDimension, ordinal: number) => string | null;
  /** Ordinals that the filters let through. */
  readonly only: (
    filters: CellFilters,
  ) => Partial<Record<"number" | "source" | "campaign" | "template", number[]>>;
  /** All ordinals of a dimension that occur in cells. */
  readonly ordinals: (dimension: "number" | "source" | "campaign" | "template") => Iterable<number>;
  /** The key that data names behind an ordinal, before merges; null: none. */
  readonly key: (dimension: "number" | "source" | "campaign" | "template", ordinal: number) => string | null;
}

/** The column that holds a dimension; methods follow from sources. */
export const columnOf: Record<CellDimension, CellColumn> = {
  phoneNumberId: "number",
  method: "source",
  source: "source",
  campaign: "campaign",
  template: "template",
  cohort: "cohort",
  day: "day",
};

export async function openDimensions(ctx: ServiceContext): Promise<Dimensions> {
  const [values, names] = await Promise.all([
    readCellValues(ctx.db, ctx.organizationId),
    loadRegistryNames(ctx.db, ctx.organizationId),
  ]);
  const source = (key: string) => names.sources.get(key) ?? null;
  const campaign = (key: string) => names.campaigns.get(key) ?? null;
  const sourceKey = (ordinal: number) => {
    const key = values.source.get(ordinal) ?? null;
    return key === null ? null : (source(key)?.canonicalKey ?? key);
  };
  const campaignKey = (ordinal: number) => {
    const key = values.campaign.get(ordinal) ?? null;
    return key === null ? null : (campaign(key)?.canonicalKey ?? key);
  };
  const methodOf = (ordinal: number) => {
    const key = values.source.get(ordinal);
    return key === undefined ? null : (source(key)?.methodId ?? null);
  };
  const among = (map: ReadonlyMap<number, string>, accept: (ordinal: number) => boolean) =>
    [...map.keys()].filter((ordinal) => accept(ordinal));

  const methods = new Map(
    [...names.sources.values()].flatMap(({ methodId, methodName, methodKind }) =>
      methodId === null ? [] : [[methodId, { name: methodName ?? methodId, kind: methodKind ?? "other" }]],
    ),
  );
  return {
    source,
    campaign,
    method: (id) => methods.get(id) ?? null,
    ordinals: (dimension) => values[dimension].keys(),
    key: (dimension, ordinal) => values[dimension].get(ordinal) ?? null,
    word(dimension, ordinal) {
      switch (dimension) {
        case "phoneNumberId":
          return values.number.get(ordinal) ?? null;
        case "source":
          return sourceKey(ordinal);
        case "method":
          return methodOf(ordinal);
        case "campaign":
          return campaignKey(ordinal);
        case "template":
          return values.template.get(ordinal) ?? null;
        case "cohort":
          return ordinal === 0 ? null : dayText(ordinal);
        case "day":
          return dayText(ordinal);
      }
    },
    only({ phoneNumberId, source: asked, method, campaign: askedCampaign, template }) {
      const canonicalSource = asked === undefined ? null : (source(asked)?.canonicalKey ?? asked);
      const canonicalCampaign =
        askedCampaign === undefined ? null : (campaign(askedCampaign)?.canonicalKey ?? askedCampaign);
      return {
        ...(phoneNumberId === undefined
          ? {}
          : { number: among(values.number, (one) => values.number.get(one) === phoneNumberId) }),
        ...(asked === undefined && method === undefined
          ? {}
          : {
              source: among(
                values.source,
                (one) =>
                  (canonicalSource === null || sourceKey(one) === canonicalSource) &&
                  (method === undefined || methodOf(one) === method),
              ),
            }),
        ...(askedCampaign === undefined
          ? {}
          : { campaign: among(values.campaign, (one) => campaignKey(one) === canonicalCampaign) }),
        ...(template === undefined
          ? {}
          : { template: among(values.template, (one) => values.template.get(one) === template) }),
      };
    },
  };
}
