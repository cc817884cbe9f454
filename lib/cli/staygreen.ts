import { setTimeout as sleep } from "node:timers/promises";
import { runCli } from "./run-cli.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
  now: () => performance.now(),
});
