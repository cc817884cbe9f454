import { readCellValues } from "../../adapters/db/read-cells.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import { readSpikeLeaves, type LeafQuestion, type LeafRow } from "../../adapters/db/spike-leaves.ts";
import {
  touchRules,
  type LeafCounts,
  type RiseLeaf,
  type TouchRule,
} from "../../core/attribution/explain-rise.ts";
import { assumedDelays } from "../../core/detection/delay-curve.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { dayText } from "../cells/read-range.ts";

/** What the counts of a rise are told apart by. */
export const riseDimensions = ["source", "campaign", "template", "method", "cohort", "country"] as const;

interface Reading {
  readonly db: Db;
  readonly organizationId: string;
}

/** The leaves behind each question, by its `spikeId`, with attributes in the order of `riseDimensions`. */
export async function gatherRiseLeaves(
  { db, organizationId }: Reading,
  questions: readonly LeafQuestion[],
): Promise<Map<string, RiseLeaf[]>> {
  const [{ exposures, signals }, wordsOf] = await Promise.all([
    readSpikeLeaves(db, organizationId, questions),
    openWords(db, organizationId),
  ]);
  return gatherLeaves(exposures, signals, wordsOf);
}

type Days = LeafQuestion["base"];

/** Signals of a stretch answer messages of it and of the days before: each day's exposures count by what they were due. */
export function daysDue(base: Days, window: Days): LeafQuestion["days"] {
  const due = (day: number, { fromDay, toDay }: Days) =>
    assumedDelays.byAge.reduce(
      (sum, share, age) => (day + age >= fromDay && day + age <= toDay ? sum + share : sum),
      0,
    );
  const days = [];
  for (let day = base.fromDay - assumedDelays.byAge.length; day <= window.toDay; day += 1) {
    const one = {
      day,
      base: Math.round(1_000 * due(day, base)),
      window: Math.round(1_000 * due(day, window)),
    };
    if (one.base > 0 || one.window > 0) days.push(one);
  }
  return days;
}

type Words = (key: LeafRow["key"]) => readonly string[];

/** Attribute values behind ordinals in the order of `riseDimensions`, merges resolved; empty where none is known. */
async function openWords(db: Db, organizationId: string): Promise<Words> {
  const [values, names] = await Promise.all([
    readCellValues(db, organizationId),
    loadRegistryNames(db, organizationId),
  ]);
  return ([source, campaign, template, cohort]) => {
    const sourceKey = values.source.get(source) ?? "";
    const campaignKey = values.campaign.get(campaign) ?? "";
    const sourceName = names.sources.get(sourceKey);
    return [
      sourceName?.canonicalKey ?? sourceKey,
      names.campaigns.get(campaignKey)?.canonicalKey ?? campaignKey,
      values.template.get(template) ?? "",
      sourceName?.methodId ?? "",
      cohort === 0 ? "" : dayText(cohort),
      sourceName?.country ?? "",
    ];
  };
}

interface GatheredLeaf {
  readonly attributes: readonly string[];
  readonly counts: Record<TouchRule, MutableCounts>;
}
type MutableCounts = { -readonly [Name in keyof LeafCounts]: number };

function gatherLeaves(
  exposures: readonly LeafRow[],
  signals: readonly LeafRow[],
  wordsOf: Words,
): Map<string, RiseLeaf[]> {
  const bySpike = new Map<string, Map<string, GatheredLeaf>>();
  const at = ({ spikeId, key }: LeafRow) => {
    let leaves = bySpike.get(spikeId);
    if (leaves === undefined) bySpike.set(spikeId, (leaves = new Map<string, GatheredLeaf>()));
    const attributes = wordsOf(key);
    const name = JSON.stringify(attributes);
    let leaf = leaves.get(name);
    if (leaf === undefined) {
      const none = (): MutableCounts => ({ baseExposures: 0, baseSignals: 0, exposures: 0, signals: 0 });
      leaves.set(name, (leaf = { attributes, counts: { last: none(), first: none(), split: none() } }));
    }
    return leaf.counts;
  };
  for (const row of exposures) {
    const counts = at(row);
    for (const rule of touchRules) {
      counts[rule].baseExposures += row.base[rule];
      counts[rule].exposures += row.window[rule];
    }
  }
  for (const row of signals) {
    const counts = at(row);
    for (const rule of touchRules) {
      counts[rule].baseSignals += row.base[rule];
      counts[rule].signals += row.window[rule];
    }
  }
  return new Map([...bySpike].map(([id, leaves]) => [id, [...leaves.values()]]));
}
