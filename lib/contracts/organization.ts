import { z } from "zod";

export const organizationShape = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  /** Figures of groups with fewer exposures than this are not shown, in pages, API and exports. */
  smallGroupSize: z.int(),
  /** Raw webhook bodies are dropped after this many days; set by RAW_RETENTION_DAYS. */
  rawRetentionDays: z.int(),
  /** Single exposures and signals are dropped 30 days after this many days; set by FACT_RETENTION_DAYS. */
  factRetentionDays: z.int(),
});
export type OrganizationDto = z.infer<typeof organizationShape>;

export const updateOrganizationBody = z.strictObject({
  smallGroupSize: z.int("must be a whole number").min(1, "must be 1 to 1000").max(1000, "must be 1 to 1000"),
});
export type UpdateOrganizationBody = z.infer<typeof updateOrganizationBody>;
