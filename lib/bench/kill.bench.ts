import { runKillLoop } from "../testing/process/kill-loop.ts";
import { atMost, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";

/** 20 × kill -9 at random moments with webhooks arriving and polls running, on the embedded database. */
export async function benchKill(): Promise<Figure[]> {
  const result = await withDataDir((dataDir) => runKillLoop({ kills: 20, seed: 20_261_122, dataDir }));
  const detail = `${result.kills} kills, ${result.answeredWebhooks} answered webhooks, ${result.incidents} incidents, ${result.notifications} notifications, ${result.repeatedWithSameId} repeated with the same id`;
  return [
    atMost("answered webhooks missing after kills", result.missingWebhooks, "webhooks", 0, detail),
    atMost("notifications lost after kills", result.lostNotifications, "notifications", 0, detail),
    atMost("duplicates that a person would notice", result.noticeableDuplicates, "notifications", 0, detail),
  ];
}
