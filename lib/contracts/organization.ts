import { z } from "zod";

/** From the fewest false alarms to the earliest alarms. */
export const spikeLevels = ["careful", "usual", "eager", "eagerest"] as const;
export type SpikeLevel = (typeof spikeLevels)[number];

export const organizationShape = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  /** Figures of groups with fewer exposures than this are not shown, in pages, API and exports. */
  smallGroupSize: z.int(),
  /** How many false alarms of spikes are put up with. */
  spikeLevel: z.enum(spikeLevels),
  /** Raw webhook bodies are dropped after this many days; set by RAW_RETENTION_DAYS. */
  rawRetentionDays: z.int(),
  /** Single exposures and signals are dropped 30 days after this many days; set by FACT_RETENTION_DAYS. */
  factRetentionDays: z.int(),
});
export type OrganizationDto = z.infer<typeof organizationShape>;

export const updateOrganizationBody = z
  .strictObject({
    smallGroupSize: z
      .int("must be a whole number")
      .min(1, "must be 1 to 1000")
      .max(1000, "must be 1 to 1000")
      .optional(),
    /** All spikes are judged anew under it. */
    spikeLevel: z.enum(spikeLevels, `must be one of ${spikeLevels.join(", ")}`).optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: "must name a setting: smallGroupSize or spikeLevel",
  });
export type UpdateOrganizationBody = z.infer<typeof updateOrganizationBody>;
