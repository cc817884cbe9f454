import { z } from "zod";
import { instant } from "./page.ts";

/** One story that the sandbox can tell. */
export const scenarioShape = z.object({
  id: z.string(),
  title: z.string(),
  /** One sentence. */
  whatHappens: z.string(),
  /** What Staygreen should show of it. */
  whatToLookFor: z.string(),
  /** Roughly how long until something can be seen. */
  firstEffectSeconds: z.int(),
});
export type ScenarioDto = z.infer<typeof scenarioShape>;

export const sandboxShape = z.object({
  running: z.boolean(),
  /** The story it tells now; null while it does not run. */
  current: z.object({ scenario: z.string(), startedAt: instant }).nullable(),
  scenarios: z.array(scenarioShape),
});
export type SandboxDto = z.infer<typeof sandboxShape>;

export const startScenarioBody = z.strictObject({
  scenario: z.string().trim().min(1, "must not be empty").max(80),
});
export type StartScenarioBody = z.infer<typeof startScenarioBody>;
