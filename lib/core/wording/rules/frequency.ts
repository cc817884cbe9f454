import { touches, type ReadWording } from "../read-wording.ts";
import type { RuleAnswer } from "../wording-finding.ts";
import { namesChannel } from "./names-whatsapp.ts";

/** Is it said how often? */
export function frequency(wording: ReadWording): RuleAnswer {
  const others = [
    ...wording.find("notFrequency"),
    ...(namesChannel(wording) ? wording.find("notFrequencyHere") : []),
  ];
  const often = wording.find("frequency").find((one) => !others.some((other) => touches(other, one)));
  return often === undefined
    ? { ok: false, reason: "missing", at: null }
    : { ok: true, reason: "met", at: often };
}
