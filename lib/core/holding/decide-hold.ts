import { coolDownEnd, type Approval, type Hold, type HoldOrder } from "./hold.ts";

/** What a step makes of a hold. */
export type HoldDecision =
  | {
      readonly ok: true;
      readonly hold: Hold;
      /** A sentence for its history. */
      readonly note: string;
      /** To be sent; null: nothing is. */
      readonly order: HoldOrder | null;
    }
  /** A sentence for the person who tried. */
  | { readonly ok: false; readonly reason: string };

const hourMs = 3_600_000;
/** While something speaks against a step, it is looked at again after so long. */
const lookAgainMs = hourMs;
/** The end of a hold that nobody agreed to. */
export const expiresAfterMs = 24 * hourMs;

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
const no = (reason: string): HoldDecision => ({ ok: false, reason });

/** What an order says, as the end of a sentence. */
function orderWords({ kind, share }: HoldOrder): string {
  if (kind === "hold") return "to hold all sends";
  return kind === "release" ? "to send as usual" : `to send ${percent(share)} of the usual volume`;
}

/**
 * One person agrees to a hold. Nobody counts twice; when enough have agreed, the order goes out.
 *
 * @param person who agrees, now.
 */
export function approveHold(hold: Hold, person: Approval): HoldDecision {
  if (hold.state !== "asked") return no(`Nobody is asked for approval: the hold is ${hold.state}.`);
  if (hold.approvals.some(({ id }) => id === person.id))
    return no("You have agreed already. Somebody else has to.");
  const approvals = [...hold.approvals, person];
  if (approvals.length < hold.approvalsNeeded) {
    const left = hold.approvalsNeeded - approvals.length;
    const note = `${person.name} agreed. ${left} more must.`;
    return { ok: true, hold: { ...hold, approvals }, note, order: null };
  }
  const sent = send({ ...hold, approvals }, { kind: "hold", share: 0 });
  return {
    ...sent,
    note: `${person.name} agreed. ${hold.dryRun ? "A dry run of the order" : "The order"} goes out.`,
  };
}

/** One person does not want it, or gives up on a hold that could not be delivered. */
export function declineHold(hold: Hold, name: string, reason: string | null): HoldDecision {
  const wasNeverHeld = hold.state === "failed" && hold.heldAt === null;
  if (hold.state !== "asked" && !wasNeverHeld) return no(`It cannot be declined: the hold is ${hold.state}.`);
  const note = `${name} ${wasNeverHeld ? "gave it up" : "declined"}${reason === null ? "." : `: ${reason}`}`;
  return { ok: true, hold: { ...hold, state: "declined" }, note, order: null };
}

/** Ends a hold that nobody agreed to in time; null: its time is not over. */
export function expireHold(hold: Hold, now: Date): HoldDecision | null {
  if (hold.state !== "asked" || hold.expiresAt > now) return null;
  const note = "It was not agreed to in time. Ask again if it is still wanted.";
  return { ok: true, hold: { ...hold, state: "expired" }, note, order: null };
}

/** The receiver accepted the order under way. */
export function acceptOrder(hold: Hold, now: Date): HoldDecision {
  const { order } = hold;
  if (hold.state !== "ordering" || order === null) return no("No order is under way.");
  const words = orderWords(order);
  if (hold.dryRun) {
    const note = `The receiver accepted the dry run of the order ${words}. Nothing was held.`;
    return { ok: true, hold: { ...hold, state: "rehearsed" }, note, order: null };
  }
  const after = { ...hold, share: order.share, stayReason: null };
  const done = (next: Hold): HoldDecision => {
    return { ok: true, hold: next, note: `The receiver accepted the order ${words}.`, order: null };
  };
  switch (order.kind) {
    case "hold": {
      const held: Hold = { ...after, state: "held", heldAt: now, step: null };
      return done({ ...held, nextStepAt: coolDownEnd(held) });
    }
    case "pace":
      return done({
        ...after,
        state: "ramping",
        nextStepAt: new Date(now.getTime() + hold.rampStepHours * hourMs),
      });
    case "release":
      return done({ ...after, state: "released", nextStepAt: null });
  }
}

/** The order under way could not be delivered, for good. What was in force before it still is. */
export function failOrder(hold: Hold, detail: string): HoldDecision {
  if (hold.state !== "ordering" || hold.order === null) return no("No order is under way.");
  const note = `The order ${orderWords(hold.order)} could not be delivered: ${detail}`;
  return { ok: true, hold: { ...hold, state: "failed", nextStepAt: null }, note, order: null };
}

/**
 * The next step of the way back when it is due: none before the cool-down is over, none while somebody keeps the hold or
 * something speaks against it.
 *
 * @param objection a sentence; null: nothing speaks against it.
 * @returns null: nothing is due, or nothing changes.
 */
export function stepBack(hold: Hold, objection: string | null, now: Date): HoldDecision | null {
  if (hold.state !== "held" && hold.state !== "ramping") return null;
  if (hold.isKept || hold.nextStepAt === null || hold.nextStepAt > now) return null;
  if (objection !== null) {
    const nextStepAt = new Date(now.getTime() + lookAgainMs);
    const note = `It stays at ${percent(hold.share ?? 0)}: ${objection}`;
    return { ok: true, hold: { ...hold, nextStepAt, stayReason: objection }, note, order: null };
  }
  const step = (hold.step ?? -1) + 1;
  const share = hold.rampSteps[step] ?? 1;
  const isLast = step >= hold.rampSteps.length - 1;
  const order: HoldOrder = isLast ? { kind: "release", share: 1 } : { kind: "pace", share };
  return send({ ...hold, step }, order);
}

/** One person wants sends as usual before the way back is over: as many must agree as to the hold. */
export function releaseHold(hold: Hold, person: Approval): HoldDecision {
  const isHeld = hold.heldAt !== null && ["held", "ramping", "failed"].includes(hold.state);
  if (!isHeld) return no(`There is nothing to release: the hold is ${hold.state}.`);
  if (hold.releaseApprovals.some(({ id }) => id === person.id))
    return no("You have asked for the release already. Somebody else has to agree.");
  const releaseApprovals = [...hold.releaseApprovals, person];
  if (releaseApprovals.length < hold.approvalsNeeded) {
    const left = hold.approvalsNeeded - releaseApprovals.length;
    const note = `${person.name} asks for the release before its time. ${left} more must agree.`;
    return { ok: true, hold: { ...hold, releaseApprovals }, note, order: null };
  }
  const sent = send({ ...hold, releaseApprovals }, { kind: "release", share: 1 });
  return { ...sent, note: `${person.name} agreed to the release before its time.` };
}

/** Keeps a hold as it is until told otherwise, or lets the way back go on. */
export function keepHold(hold: Hold, isKept: boolean, name: string, now: Date): HoldDecision {
  if (hold.state !== "held" && hold.state !== "ramping")
    return no(`There is nothing to keep: the hold is ${hold.state}.`);
  if (hold.isKept === isKept) return no(isKept ? "It is kept already." : "It is not kept.");
  if (isKept) {
    const note = `${name} keeps it at ${percent(hold.share ?? 0)} until told otherwise.`;
    return { ok: true, hold: { ...hold, isKept, stayReason: null }, note, order: null };
  }
  const end = coolDownEnd(hold) ?? now;
  const nextStepAt = new Date(Math.max(end.getTime(), now.getTime()));
  return {
    ok: true,
    hold: { ...hold, isKept, nextStepAt },
    note: `${name} lets the way back go on.`,
    order: null,
  };
}

/** Holds all sends again while they are on their way back: within the approval that there is, since it only takes away. */
export function holdAgain(hold: Hold, name: string): HoldDecision {
  if (hold.state !== "ramping") return no(`It is not on its way back: the hold is ${hold.state}.`);
  const sent = send({ ...hold, releaseApprovals: [], isKept: false }, { kind: "hold", share: 0 });
  return { ...sent, note: `${name} has all sends held again.` };
}

/** Gives an order that could not be delivered once more. */
export function retryOrder(hold: Hold, name: string): HoldDecision {
  if (hold.state !== "failed" || hold.order === null)
    return no(`No order has failed: the hold is ${hold.state}.`);
  const sent = send(hold, hold.order);
  return { ...sent, note: `${name} has the order ${orderWords(hold.order)} sent again.` };
}

function send(hold: Hold, order: HoldOrder): HoldDecision & { readonly ok: true } {
  return {
    ok: true,
    hold: { ...hold, state: "ordering", order, nextStepAt: null, stayReason: null },
    note: `The order ${orderWords(order)} goes out.`,
    order,
  };
}
