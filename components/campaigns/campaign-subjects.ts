/** What the campaigns page can rank; the first is usual. */
export const campaignSubjects = ["campaign", "template", "phoneNumberId"] as const;

/** What one campaign can be taken apart by. */
export const withinCampaign = ["source", "template", "cohort", "phoneNumberId"] as const;
