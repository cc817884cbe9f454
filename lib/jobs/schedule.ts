import { claimDuePolls, findWaitingPollRuns } from "../adapters/db/poll-runs.ts";
import { tellBudgets } from "../services/budgets/tell-budgets.ts";
import { watchBudgets } from "../services/budgets/watch-budgets.ts";
import { countCells } from "../services/cells/count-cells.ts";
import { checkTokens } from "../services/connections/check-tokens.ts";
import { finishRetirements } from "../services/contacts/finish-retirements.ts";
import type { ServicePorts } from "../services/context.ts";
import { countFatigue } from "../services/fatigue/count-fatigue.ts";
import { compactPolls } from "../services/history/compact-polls.ts";
import { tellGuards } from "../services/guards/tell-guards.ts";
import { watchGuards } from "../services/guards/watch-guards.ts";
import { watchOpenDays } from "../services/guards/watch-open-days.ts";
import { sendHoldOrders } from "../services/holding/send-hold-orders.ts";
import { watchHolds } from "../services/holding/watch-holds.ts";
import { finishUndos } from "../services/imports/finish-undos.ts";
import { prune } from "../services/maintenance/prune.ts";
import { watchOptOuts } from "../services/opt-outs/watch-opt-outs.ts";
import { lookAtDuePages } from "../services/pages/look-at-due-pages.ts";
import { openRepoll } from "../services/polls/open-repoll.ts";
import { runPoll } from "../services/polls/run-poll.ts";
import { runDueReads } from "../services/reads/run-due-reads.ts";
import { beatHeart, deliverAndMark } from "../services/silence/beat-heart.ts";
import { watchSilence } from "../services/silence/watch-silence.ts";
import { explainSpikes } from "../services/spikes/explain-spikes.ts";
import { tellSpikes } from "../services/spikes/tell-spikes.ts";
import { watchSpikes } from "../services/spikes/watch-spikes.ts";
import { findSuspectedBlocks } from "../services/suspected-blocks/find-suspected-blocks.ts";
import { processTransitions } from "../services/transitions/process-transitions.ts";
import { processWebhooks } from "../services/webhooks/process-webhooks.ts";
import { runReplays } from "../services/webhooks/run-replays.ts";
import type { Queue } from "./queue.ts";

/**
 * The table of contents of the background: what runs when. Loops drain rows in this process and are poked when rows
 * are written here; queues spread work over processes; both survive a `kill -9` because the rows are the truth.
 */
export const loops = [
  {
    name: "polls",
    everyMs: 1_000,
    restMs: 0,
    run: dispatchPolls,
    purpose: "open due rounds, hand open ones to the queue",
  },
  {
    name: "reads",
    everyMs: 5_000,
    restMs: 0,
    run: runDueReads,
    purpose: "templates, account states, subscriptions and figures that are due",
  },
  {
    name: "webhooks",
    everyMs: 1_000,
    restMs: 200,
    run: processWebhooks,
    purpose: "stored webhook bodies to events and re-polls",
  },
  {
    name: "cells",
    everyMs: 500,
    restMs: 100,
    run: countCells,
    purpose: "facts to cells: attribution, and what came in since",
  },
  {
    name: "fatigue",
    everyMs: 2_000,
    restMs: 200,
    run: countFatigue,
    purpose: "days of the fatigue curve that changed",
  },
  {
    name: "spikes",
    everyMs: 2_000,
    restMs: 200,
    run: watchSpikes,
    purpose: "numbers whose cells changed: has a negative signal risen?",
  },
  {
    name: "spike-causes",
    everyMs: 2_000,
    restMs: 200,
    run: explainSpikes,
    purpose: "spikes that are new or changed: what do they go along with?",
  },
  {
    name: "budgets",
    everyMs: 2_000,
    restMs: 200,
    run: watchBudgets,
    purpose: "numbers and sources whose cells of past days changed: is the quality budget used up too fast?",
  },
  {
    name: "launch-guards",
    everyMs: 10_000,
    restMs: 200,
    run: watchGuards,
    purpose:
      "launches whose days are over or changed: do they bring more negative signals than other ways to opt in?",
  },
  {
    name: "launch-open-days",
    everyMs: 10_000,
    restMs: 0,
    run: watchOpenDays,
    purpose: "the day under way of launches: is harm plain already?",
  },
  {
    name: "replays",
    everyMs: 2_000,
    restMs: 0,
    run: runReplays,
    purpose: "kept webhook bodies to facts anew, when somebody asks for it",
  },
  {
    name: "transitions",
    everyMs: 1_000,
    restMs: 0,
    run: processTransitions,
    purpose: "rating steps to incidents and messages",
  },
  {
    name: "deliveries",
    everyMs: 1_000,
    restMs: 0,
    run: deliverAndMark,
    purpose: "planned messages to their channels",
  },
  {
    name: "holds",
    everyMs: 30_000,
    restMs: 0,
    run: watchHolds,
    purpose: "holds of launches: proposals, those nobody agreed to, steps of the way back",
  },
  {
    name: "hold-orders",
    everyMs: 2_000,
    restMs: 0,
    run: sendHoldOrders,
    purpose: "orders to hold sends to the system that sends",
  },
  {
    name: "silence",
    everyMs: 60_000,
    restMs: 0,
    run: watchSilence,
    purpose: "collectors, webhooks, numbers and fields that fell silent; the time in which nobody looked",
  },
  {
    name: "opt-outs",
    everyMs: 60_000,
    restMs: 0,
    run: watchOptOuts,
    purpose: "marketing that was sent to people who had said stop",
  },
  {
    name: "spike-alerts",
    everyMs: 30_000,
    restMs: 0,
    run: tellSpikes,
    purpose: "numbers with a spike that people should hear of",
  },
  {
    name: "launch-alerts",
    everyMs: 30_000,
    restMs: 0,
    run: tellGuards,
    purpose: "launches that are called harmful, for people to hear of",
  },
  {
    name: "budget-alerts",
    everyMs: 30_000,
    restMs: 0,
    run: tellBudgets,
    purpose: "quality budgets that burn, for people to hear of",
  },
  {
    name: "contact-keys",
    everyMs: 5_000,
    restMs: 50,
    run: finishRetirements,
    purpose: "facts under contact keys that are being retired to nobody's",
  },
  {
    name: "import-undos",
    everyMs: 2_000,
    restMs: 50,
    run: finishUndos,
    purpose: "facts of imports that are being undone",
  },
  {
    name: "pages",
    everyMs: 30_000,
    restMs: 0,
    run: lookAtDuePages,
    purpose: "public pages where people are asked: do they still say the same?",
  },
  {
    name: "sign-of-life",
    everyMs: 15_000,
    restMs: 0,
    run: beatHeart,
    purpose: "a sign of life to an outside watch, when one is set up",
  },
] as const;

export const crons = [
  { name: "prune", cron: "17 3 * * *", purpose: "expired sessions, answers and raw bodies" },
  { name: "compact-polls", cron: "41 3 * * *", purpose: "rounds older than 14 days to a row a day" },
  { name: "suspect-blocks", cron: "23 * * * *", purpose: "silences that are probably blocks" },
  { name: "check-tokens", cron: "7 5 * * *", purpose: "what Meta says of every token" },
] as const;

const roundsAtOnce = 4;
const mostDue = 100;
const secondsUntilFirstLook = 60;

/** What each queue's jobs do. */
export async function startWorkers(queue: Queue, ports: ServicePorts): Promise<void> {
  await queue.work("poll", roundsAtOnce, async (payload) => {
    await runPoll(ports, payload);
  });
  await queue.work("repoll", 1, (payload) => openRepoll(ports, payload));
  await queue.work("prune", 1, () => prune(ports));
  await queue.work("compact-polls", 1, () => compactPolls(ports));
  await queue.work("suspect-blocks", 1, () => findSuspectedBlocks(ports));
  await queue.work("check-tokens", 1, () => checkTokens(ports));
  for (const { name, cron } of crons) await queue.schedule(name, cron);
  // Once soon after the start: who looks at the sandbox for the first time shall not wait for the hour.
  await queue.send("suspect-blocks", {}, { startAfter: secondsUntilFirstLook });
}

/** Opens rounds that are due, then hands every open round that nobody holds to the queue. */
async function dispatchPolls(ports: ServicePorts, queue: Queue): Promise<number> {
  await claimDuePolls(ports.db, mostDue);
  for (const { organizationId, pollRunId } of await findWaitingPollRuns(ports.db, mostDue)) {
    await queue.send("poll", { organizationId, pollRunId }, { singletonKey: pollRunId });
  }
  return 0;
}
