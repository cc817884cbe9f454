/**
 * Where a hold stands. `ordering`: an order to the sender's system is on its way. `rehearsed`: a dry run that the receiver
 * accepted. `failed`: an order could not be delivered; what was in force before it still is.
 */
export const holdStates = [
  "asked",
  "declined",
  "expired",
  "ordering",
  "rehearsed",
  "failed",
  "held",
  "ramping",
  "released",
] as const;
export type HoldState = (typeof holdStates)[number];

/** After these nothing follows: another hold of the same launch may be asked for. */
export const endedHoldStates: readonly HoldState[] = ["declined", "expired", "rehearsed", "released"];

export const orderKinds = ["hold", "pace", "release"] as const;
/** What the sender's system is told: send nothing, send a share of the usual volume, send as usual. */
export type OrderKind = (typeof orderKinds)[number];

/** What the sender's system is to do. */
export interface HoldOrder {
  readonly kind: OrderKind;
  /** Of the usual volume, 0 to 1. */
  readonly share: number;
}

/** A person with the right to hold, and when they agreed (ISO 8601). */
export interface Approval {
  readonly id: string;
  readonly name: string;
  readonly at: string;
}

/** One hold of a launch, as far as its course depends on it. */
export interface Hold {
  readonly state: HoldState;
  readonly dryRun: boolean;
  readonly expiresAt: Date;
  readonly approvalsNeeded: number;
  readonly approvals: readonly Approval[];
  readonly releaseApprovals: readonly Approval[];
  readonly coolDownHours: number;
  /** Shares of the usual volume on the way back, rising to 1. */
  readonly rampSteps: readonly number[];
  readonly rampStepHours: number;
  /** When the receiver accepted the order to hold; null: it has not. */
  readonly heldAt: Date | null;
  /** Of the usual volume: what the receiver accepted last; null: nothing yet. */
  readonly share: number | null;
  /** The step of the way back that was ordered last; null: none yet. */
  readonly step: number | null;
  readonly nextStepAt: Date | null;
  /** Somebody wants it to stay as it is. */
  readonly isKept: boolean;
  /** Why a step that was due was not taken. */
  readonly stayReason: string | null;
  /** The order given last; null: none yet. */
  readonly order: HoldOrder | null;
}

/** Before this no step of the way back is taken by itself; null while nothing is held. */
export function coolDownEnd(hold: Pick<Hold, "heldAt" | "coolDownHours">): Date | null {
  return hold.heldAt === null ? null : new Date(hold.heldAt.getTime() + hold.coolDownHours * 3_600_000);
}

/** One step of the way back, and when it is due if nothing speaks against it. */
export interface WayBackStep {
  readonly share: number;
  readonly at: Date;
}

/** The steps that are still to come; empty when none comes by itself. */
export function wayBack(hold: Hold): WayBackStep[] {
  const { nextStepAt, rampSteps, rampStepHours } = hold;
  if (nextStepAt === null || hold.isKept || !["held", "ramping"].includes(hold.state)) return [];
  return rampSteps.slice((hold.step ?? -1) + 1).map((share, place) => ({
    share,
    at: new Date(nextStepAt.getTime() + place * rampStepHours * 3_600_000),
  }));
}
