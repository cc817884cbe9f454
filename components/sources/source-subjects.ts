/** What the sources page can rank; the first is usual. */
export const sourceSubjects = ["source", "method", "cohort", "template"] as const;

/** What one source can be taken apart by. */
export const withinSource = ["campaign", "template", "cohort", "phoneNumberId"] as const;
