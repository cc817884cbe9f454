import type { OldSource } from "../../sandbox/shop/opt-in-history.ts";

/** A source of the sandbox's shop as it was before anybody looked: an ordinary one unless told otherwise. */
export function givenOldSource(
  key: string,
  sinceDaysAgo: number,
  traits: Partial<OldSource> = {},
): OldSource {
  return {
    key,
    sinceDaysAgo,
    phoneNumberId: "330917284500611",
    campaign: "autumn",
    template: "autumn_offer",
    category: "marketing",
    blockTendency: 0.0025,
    unreachableShare: 0.006,
    ...traits,
  };
}
