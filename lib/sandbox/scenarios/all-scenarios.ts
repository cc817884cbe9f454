import type { Scenario } from "../scenario.ts";
import { accountRestriction } from "./account-restriction.ts";
import { boughtList } from "./bought-list.ts";
import { demoStoryScenario } from "./demo-story-scenario.ts";
import { duplicateStorm } from "./duplicate-storm.ts";
import { lostWebhooks } from "./lost-webhooks.ts";
import { poisonedForm } from "./poisoned-form.ts";
import { portfolioLimit } from "./portfolio-limit.ts";
import { renamedField } from "./renamed-field.ts";
import { templatePause } from "./template-pause.ts";
import { throttling } from "./throttling.ts";
import { tokenExpiry } from "./token-expiry.ts";

/** Every story the sandbox can tell, in the order in which people meet them. */
export const allScenarios: readonly Scenario[] = [
  demoStoryScenario,
  poisonedForm,
  boughtList,
  templatePause,
  accountRestriction,
  portfolioLimit,
  tokenExpiry,
  lostWebhooks,
  duplicateStorm,
  throttling,
  renamedField,
];

export function findScenario(id: string): Scenario | undefined {
  return allScenarios.find((scenario) => scenario.id === id);
}
