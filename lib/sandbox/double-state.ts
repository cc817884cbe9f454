import type { createFaultControls } from "./faults.ts";
import type { MessageLedger } from "./message-ledger.ts";
import type { ScenarioControl } from "./scenario.ts";
import type { UsageBudget } from "./usage-budget.ts";
import type { World } from "./world.ts";

/** Everything a running double needs to answer a call. */
export interface DoubleState {
  /** Another one after a change of scenario. */
  world: World;
  /** The real messages of a world that moves; null where nobody counts them. */
  readonly ledger: MessageLedger | null;
  /** Which story is told, and how to tell another one; null for a double that stands alone. */
  scenarios: ScenarioControl | null;
  readonly appId: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly verifyToken: string;
  readonly requireAppSecretProof: boolean;
  readonly apiVersion: string;
  readonly pageSize: number;
  readonly faults: ReturnType<typeof createFaultControls>;
  readonly budget: UsageBudget;
  readonly callsPerHour: number;
  /** WABA ids the app listens to, with the override address when one was given. */
  readonly subscriptions: Map<string, { readonly overrideCallbackUrl: string | null }>;
  readonly now: () => number;
  readonly nextTraceId: () => string;
}
