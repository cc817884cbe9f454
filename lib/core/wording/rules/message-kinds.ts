import type { ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";
import type { RuleAnswer } from "../wording-finding.ts";

/** Does a person know what to expect? */
export function messageKinds(wording: ReadWording, business: Span | null): RuleAnswer {
  // "News from Offer Outlet" tells no kind, but a name may stand between "messages" and what they are about.
  const named = business === null ? wording : wording.mask([business], "x");
  const [kind] = named.mask(named.find("notKind"), "\u0001").find("kind");
  return kind === undefined
    ? { ok: false, reason: "missing", at: null }
    : { ok: true, reason: "met", at: kind };
}
