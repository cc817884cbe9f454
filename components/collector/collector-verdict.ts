import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { readFreshness } from "@/lib/core/collection/freshness.ts";

export interface CollectorVerdict {
  readonly tone: "good" | "neutral" | "amber" | "red";
  readonly text: string;
}

/** Worst first: what the sentence speaks of. */
const order = ["token-dead", "red", "never-error", "amber", "paused", "never", "fresh"] as const;
type Condition = (typeof order)[number];

const tones: Readonly<Record<Condition, CollectorVerdict["tone"]>> = {
  "token-dead": "red",
  red: "red",
  "never-error": "amber",
  amber: "amber",
  paused: "neutral",
  never: "neutral",
  fresh: "good",
};

/**
 * The one sentence at the top of the page. It is derived from the present and not from when the figures were fetched:
 * a page that gets no answer any more turns amber by itself.
 */
export function collectorVerdict(
  connections: readonly CollectorConnection[],
  nowMs: number,
): CollectorVerdict {
  const judged = connections
    .map((connection) => ({ connection, condition: conditionOf(connection, nowMs) }))
    .sort((a, b) => order.indexOf(a.condition) - order.indexOf(b.condition));
  const [worst] = judged;
  if (worst === undefined) return { tone: "neutral", text: "Nothing is connected." };
  if (worst.condition === "fresh") return { tone: "good", text: allRead(connections, nowMs) };
  const first = sentence(worst.connection, worst.condition, nowMs);
  const others = judged.slice(1);
  const troubled = others.filter(({ condition }) => condition !== "fresh").length;
  return { tone: tones[worst.condition], text: [first, ...rest(others.length, troubled)].join(" ") };
}

function conditionOf(connection: CollectorConnection, nowMs: number): Condition {
  if (connection.state !== "active") return connection.state;
  const freshness = readFreshness({
    observedAt: connection.lastSuccessAt === null ? null : new Date(connection.lastSuccessAt),
    pollIntervalSeconds: connection.pollIntervalSeconds,
    now: new Date(nowMs),
  });
  return freshness === "never" && connection.lastError !== null ? "never-error" : freshness;
}

function allRead(connections: readonly CollectorConnection[], nowMs: number): string {
  const oldest = Math.max(...connections.map((one) => ageOf(one, nowMs)));
  const within = `within the last ${spokenLength(oldest, Math.ceil)}`;
  const [only, ...more] = connections;
  return more.length === 0 && only !== undefined
    ? `${only.name} was read ${within}.`
    : `All ${connections.length} connections were read ${within}.`;
}

function sentence(connection: CollectorConnection, condition: Condition, nowMs: number): string {
  const { name, lastSuccessAt, lastError } = connection;
  const age = spokenLength(ageOf(connection, nowMs), Math.floor);
  const why = lastError === null ? "No round has ended well since." : lastError.message;
  switch (condition) {
    case "token-dead":
      return lastSuccessAt === null
        ? `${name} is not read: Meta refuses its access token.`
        : `${name} has not been read for ${age}: Meta refuses its access token.`;
    case "paused":
      return lastSuccessAt === null
        ? `${name} is paused.`
        : `${name} is paused and was last read ${age} ago.`;
    case "never-error":
      return `${name} has never been read: ${why}`;
    case "never":
      return `The first poll of ${name} has not ended yet.`;
    case "red":
    case "amber":
    case "fresh":
      return `${name} has not been read for ${age}: ${why}`;
  }
}

function rest(others: number, troubled: number): string[] {
  if (others === 0) return [];
  if (troubled === 0)
    return [others === 1 ? "The other one is read as planned." : `The other ${others} are read as planned.`];
  return [troubled === 1 ? "1 more needs attention." : `${troubled} more need attention.`];
}

function ageOf({ lastSuccessAt }: CollectorConnection, nowMs: number): number {
  return lastSuccessAt === null ? 0 : Math.max(0, nowMs - Date.parse(lastSuccessAt));
}

const units = [
  { name: "day", ms: 86_400_000 },
  { name: "hour", ms: 3_600_000 },
  { name: "minute", ms: 60_000 },
] as const;

/** "minute" for up to one minute, "42 minutes", "2 days": in words, for a sentence. */
function spokenLength(ms: number, round: (value: number) => number): string {
  const unit = units.find(({ ms: length }) => ms >= 2 * length) ?? units[2];
  const count = Math.max(1, round(ms / unit.ms));
  return count === 1 ? (round === Math.ceil ? unit.name : `1 ${unit.name}`) : `${count} ${unit.name}s`;
}

const soonDays = 14;

/** What else deserves a look while reading itself goes on. Each is a sentence; nothing is said twice. */
export function collectorCautions(connection: CollectorConnection): string[] {
  const { name, token, wabaCounts, numberCounts, reads, budget, clockSkewSeconds } = connection;
  const failing = reads.reduce((sum, read) => sum + read.failing, 0);
  const behind = numberCounts.amber + numberCounts.red;
  const missing = token?.missingPermissions.map((permission) => permission.name) ?? [];
  return [
    token?.valid === true && token.endsInDays !== null && token.endsInDays <= soonDays
      ? `The access token of ${name} ${expiryWords(token.endsInDays)}.`
      : null,
    missing.length > 0 ? `The access token of ${name} lacks ${missing.join(" and ")}.` : null,
    budget.waitingUntil !== null || budget.level === "normal"
      ? null
      : `${name} has used ${budget.percent ?? "much"} % of its call budget: some readings wait.`,
    budget.waitingUntil === null ? null : `Meta has asked ${name} to make no calls for a while.`,
    wabaCounts.lost > 0 ? `${counted(wabaCounts.lost, "account")} of ${name} can no longer be seen.` : null,
    wabaCounts.restricted > 0
      ? `Meta restricts ${counted(wabaCounts.restricted, "account")} of ${name}.`
      : null,
    wabaCounts.notSubscribed > 0
      ? `Webhooks are not switched on for ${counted(wabaCounts.notSubscribed, "account")} of ${name}.`
      : null,
    numberCounts.missing > 0
      ? `${counted(numberCounts.missing, "number")} of ${name} no longer ${numberCounts.missing === 1 ? "appears" : "appear"} in Meta's lists.`
      : null,
    connection.freshness === "fresh" && behind > 0
      ? `${counted(behind, "number")} of ${name} ${behind === 1 ? "was" : "were"} not part of the last rounds.`
      : null,
    failing > 0
      ? `${counted(failing, "further reading")} of ${name} ${failing === 1 ? "fails" : "fail"}.`
      : null,
    clockSkewSeconds === null
      ? null
      : `Meta's clock and this server's differ by ${spokenLength(Math.abs(clockSkewSeconds) * 1000, Math.floor)}.`,
  ].filter((caution) => caution !== null);
}

/** "expires today", "expires in 5 days", "has expired". */
export function expiryWords(days: number): string {
  if (days < 0) return "has expired";
  if (days === 0) return "expires within a day";
  return days === 1 ? "expires in 1 day" : `expires in ${days} days`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
