import { fewestBaseEvents, type NumberPace } from "./plan-pace.ts";

const count = (amount: number) => amount.toLocaleString("en-US");
const percent = (rate: number) => `${(rate * 100).toFixed(2)} %`;

/** Today's pace of one number in a sentence. @param allowedRate null: there is no budget. */
export function paceWords(pace: NumberPace, allowedRate: number | null, level: number): string {
  const { perDay, bound, lack, chanceWithout } = pace;
  const allowed = allowedRate === null ? "" : percent(allowedRate);
  if (lack === "nothing-sent")
    return "Cannot say: nothing else was sent from this number in 28 days, so its own rate is not known.";
  if (lack === "no-budget")
    return "Cannot say: nobody has set what is allowed, and there is too little history for it.";
  if (lack === "too-few-events")
    return `Cannot say: fewer than ${fewestBaseEvents} negative signals of everything else in 28 days.`;
  if (lack === "over-budget")
    return `Send nothing new: the last seven days are above the allowed ${allowed} already.`;
  if (lack === "no-room")
    return `Send nothing new: even without the method the number stays within ${allowed} in only ${Math.floor((chanceWithout ?? 0) * 100)} of 100 weeks.`;
  if (perDay === null) return "Not bound by quality, by Meta's limit or by a plan.";
  const most = `At most ${count(perDay)} messages a day`;
  if (bound === "messaging-limit") return `${most}: Meta's messaging limit leaves no more.`;
  if (bound === "planned-ramp") return `${most}: that is the plan; quality would allow it.`;
  return `${most}: then the number stays within ${allowed} in ${Math.round(level * 100)} of 100 cases, bad ones of the method included.`;
}
