import type { DoubleState } from "./double-state.ts";
import type { Fault } from "./faults.ts";
import { scenarioIds } from "./scenario.ts";
import type { PhoneNumberBlueprint } from "./world-blueprint.ts";
import { limitLadder, type LimitTier } from "./world-model.ts";

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What may be done to the world over HTTP. */
type WorldAction =
  | { readonly action: "set-rating"; readonly phoneNumberId: string; readonly rating: string }
  | { readonly action: "clear-override"; readonly phoneNumberId: string }
  | { readonly action: "launch-source" | "hold-source"; readonly sourceKey: string }
  | { readonly action: "set-limit"; readonly portfolioId: string; readonly limit: LimitTier }
  | {
      readonly action: "change-number";
      readonly phoneNumberId: string;
      readonly change: Record<string, unknown>;
    }
  | {
      readonly action: "change-template";
      readonly templateId: string;
      readonly change: Record<string, unknown>;
    }
  | { readonly action: "change-waba"; readonly wabaId: string; readonly change: Record<string, unknown> }
  | { readonly action: "add-number"; readonly wabaId: string; readonly number: PhoneNumberBlueprint }
  | { readonly action: "remove-number"; readonly phoneNumberId: string };

/** The control address of the double (`/__sandbox/…`): faults, world and a look behind the scenes. */
export function answerControl(
  state: DoubleState,
  request: {
    readonly method: string;
    readonly path: string;
    readonly key: string | undefined;
    readonly body: string;
  },
): ControlAnswer {
  if (request.key !== state.accessToken)
    return { status: 403, body: { error: "x-sandbox-control is wrong." } };
  try {
    switch (`${request.method} ${request.path}`) {
      case "POST /__sandbox/faults":
        for (const fault of readFaults(request.body)) state.faults.add(fault);
        return { status: 200, body: { faults: state.faults.list() } };
      case "DELETE /__sandbox/faults":
        state.faults.clear();
        return { status: 200, body: { faults: [] } };
      case "GET /__sandbox/state":
        return { status: 200, body: describe(state) };
      case "POST /__sandbox/world":
        act(state, JSON.parse(request.body) as WorldAction);
        return { status: 200, body: { success: true } };
      case "GET /__sandbox/scenario":
        return { status: 200, body: describeScenario(state) };
      case "POST /__sandbox/scenario":
        startScenario(state, request.body);
        return { status: 200, body: describeScenario(state) };
      default:
        return { status: 404, body: { error: `The sandbox has no ${request.method} ${request.path}.` } };
    }
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

/** One fault or a list of them. */
function readFaults(body: string): readonly Fault[] {
  const value: unknown = JSON.parse(body);
  const faults: unknown[] = Array.isArray(value) ? value : [value];
  for (const fault of faults) {
    if (typeof (fault as { kind?: unknown } | null)?.kind !== "string")
      throw new Error("A fault needs a kind.");
  }
  return faults as Fault[];
}

function describe(state: DoubleState): unknown {
  const { world } = state;
  return {
    now: state.now(),
    seed: world.seed,
    speed: world.speed,
    portfolios: world.portfolios,
    sources: world.sources,
    events: world.recentEvents(),
    faults: state.faults.list(),
    subscribedWabaIds: [...state.subscriptions.keys()],
  };
}

function describeScenario(state: DoubleState): unknown {
  const running = state.scenarios?.current();
  return {
    scenario: running?.scenario.id ?? null,
    startedAt: running?.startedAt ?? null,
    scenarios: scenarioIds,
  };
}

function startScenario(state: DoubleState, body: string): void {
  if (state.scenarios === null) throw new Error("This double tells no scenarios.");
  const { scenario } = JSON.parse(body) as { scenario?: unknown };
  if (typeof scenario !== "string") throw new Error('Name the scenario: {"scenario": "demo-story"}.');
  state.scenarios.start(scenario);
}

function act({ world }: DoubleState, action: WorldAction): void {
  switch (action.action) {
    case "set-rating": {
      world.setRating(action.phoneNumberId, action.rating);
      return;
    }
    case "clear-override": {
      world.clearOverride(action.phoneNumberId);
      return;
    }
    case "launch-source": {
      world.launchSource(action.sourceKey);
      return;
    }
    case "hold-source": {
      world.holdSource(action.sourceKey);
      return;
    }
    case "set-limit":
      if (!limitLadder.includes(action.limit)) throw new Error(`There is no limit ${action.limit}.`);
      {
        world.setLimit(action.portfolioId, action.limit);
        return;
      }
    case "change-number": {
      world.changePhoneNumber(action.phoneNumberId, action.change);
      return;
    }
    case "change-template": {
      world.changeTemplate(action.templateId, action.change);
      return;
    }
    case "change-waba": {
      world.changeWaba(action.wabaId, action.change);
      return;
    }
    case "add-number": {
      world.addPhoneNumber(action.wabaId, action.number);
      return;
    }
    case "remove-number": {
      world.removePhoneNumber(action.phoneNumberId);
      return;
    }
    default:
      throw new Error(
        `The sandbox does not know the action ${(action as { action?: unknown }).action as string}.`,
      );
  }
}
