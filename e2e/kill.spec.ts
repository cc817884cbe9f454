import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { runKillLoop } from "../lib/testing/process/kill-loop.ts";

/** `npm run bench -- kill` does twenty; five keep the tests short. */
test("kill -9 at random moments loses no answered webhook and no notification", async () => {
  test.setTimeout(300_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), "staygreen-kill-"));
  try {
    const result = await runKillLoop({ kills: 5, seed: 41, dataDir });
    expect(result).toMatchObject({ missingWebhooks: 0, lostNotifications: 0, noticeableDuplicates: 0 });
    // Only that the loop had something to lose: how many are answered between two kills is the machine's pace.
    expect(result.answeredWebhooks).toBeGreaterThan(15);
    expect(result.notifications).toBeGreaterThan(0);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
