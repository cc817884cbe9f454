"use client";

import { EntryPanel } from "./entry-panel.tsx";

/** What the registry knows of one campaign: claim, change, merge, history. */
export function CampaignRegistryPanel({ campaignId }: { campaignId: string }) {
  return <EntryPanel kind="campaign" id={campaignId} />;
}
