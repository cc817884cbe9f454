import { findSpikeLevel } from "../../adapters/db/organization-settings.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { dailySpikes, sharedLevel, type SpikeSettings } from "../../core/detection/spike-settings.ts";
import { levelWords } from "../../core/detection/level-words.ts";
import { streamKinds } from "../../core/detection/stream-stand.ts";

/** The promise an organization chose is made for a number, and kept by its streams together. */
export interface WatchSettings extends SpikeSettings {
  /** The promise as people read it. */
  readonly words: string;
}

export async function readWatchSettings(db: Db, organizationId: string): Promise<WatchSettings> {
  const chosen = await findSpikeLevel(db, organizationId);
  const { level, words } = isLevel(chosen) ? levelWords[chosen] : levelWords.usual;
  return { ...dailySpikes, level: sharedLevel(level, streamKinds.length), words };
}

const isLevel = (name: string): name is keyof typeof levelWords => Object.hasOwn(levelWords, name);
