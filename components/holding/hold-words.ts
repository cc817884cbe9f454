import type { HoldDto } from "@/lib/contracts/holds.ts";

type HoldState = HoldDto["state"];

/** A state in a word or two; its shape tells it without colour. */
export const stateLooks: Readonly<Record<HoldState, { box: string; path: string; label: string }>> = {
  asked: { box: "bg-amber-soft text-amber-ink", path: "M6 1l5 10H1Z", label: "Waits for approval" },
  declined: { box: "bg-sunken text-ink-2", path: "M1 5h10v2H1Z", label: "Declined" },
  expired: { box: "bg-sunken text-ink-2", path: "M1 5h10v2H1Z", label: "Expired" },
  ordering: {
    box: "bg-amber-soft text-amber-ink",
    path: "M1 3l5 3-5 3ZM6 3l5 3-5 3Z",
    label: "Order on its way",
  },
  rehearsed: { box: "bg-sunken text-ink-2", path: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z", label: "Rehearsed" },
  failed: { box: "bg-red-soft text-red-ink", path: "M1 1h10v10H1Z", label: "Order not delivered" },
  held: { box: "bg-red-soft text-red-ink", path: "M2 1h3v10H2ZM7 1h3v10H7Z", label: "Held" },
  ramping: {
    box: "bg-amber-soft text-amber-ink",
    path: "M1 11V8h3v3ZM4.5 11V5h3v6ZM8 11V1h3v10Z",
    label: "On its way back",
  },
  released: {
    box: "bg-green-soft text-green-ink",
    path: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z",
    label: "Released",
  },
};

export const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;

/** What the sender's system was told, as it stands: ours, and not what Meta says or what it really does. */
export function inForceWords({ dryRun, share, state, order }: HoldDto): string {
  if (dryRun) return "A dry run: nothing is held.";
  if (share === null)
    return state === "ordering"
      ? "Nothing is in force yet: the order is on its way."
      : "Nothing is in force.";
  const now =
    share === 0 ? "no sends" : share === 1 ? "sends as usual" : `${percent(share)} of the usual volume`;
  const next =
    state === "ordering" && order !== null && order.share !== share
      ? `, and ${percent(order.share)} is on its way`
      : "";
  return `In force: ${now}${next}.`;
}

/** Who still has to agree. */
export function approvalWords({ approvals, approvalsNeeded, state }: HoldDto): string {
  const names = approvals.map(({ name }) => name).join(", ");
  const left = approvalsNeeded - approvals.length;
  if (state !== "asked") return names === "" ? "Nobody agreed." : `${names} agreed.`;
  const more = left === 1 ? "One more person has to agree." : `${left} people have to agree.`;
  return names === "" ? more : `${names} agreed. ${more}`;
}
