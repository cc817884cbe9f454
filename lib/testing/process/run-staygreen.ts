import { runCli } from "../../cli/run-cli.ts";
import { apiKey } from "./api-double.ts";

/** One command line in this process; every second waited for is counted and not slept. */
export async function staygreen(
  args: string[],
  options: { url: string; apiKey?: string | null; interactive?: boolean },
): Promise<{ code: number; out: string[]; err: string; waited: number }> {
  const seen = { out: [] as string[], err: "", waited: 0 };
  const { url, apiKey: key = apiKey, interactive = false } = options;
  const code = await runCli(["--url", url, ...(key === null ? [] : ["--api-key", key]), ...args], {
    out: (line) => seen.out.push(line),
    err: (text) => (seen.err += text),
    interactive,
    sleep: (milliseconds) => {
      seen.waited += milliseconds;
      return Promise.resolve();
    },
    now: () => seen.waited,
  });
  return { code, ...seen };
}
