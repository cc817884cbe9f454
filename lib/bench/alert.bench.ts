import { startGraphDouble } from "../sandbox/graph-double.ts";
import { createUniformWorld } from "../sandbox/world.ts";
import { startApp } from "../testing/process/app-process.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { signIn } from "../testing/process/api-client.ts";
import { startWebhookReceiver } from "../testing/process/webhook-receiver.ts";
import { atMost, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";

const falls = 10;

/**
 * From the answer of the poll that shows a fallen rating to the notification accepted by its receiver, with the whole
 * program running on the embedded database; 10 falls, the longest counts.
 */
export async function benchAlert(): Promise<Figure[]> {
  const now = () => Date.now();
  const world = createUniformWorld({ wabas: 2, numbersPerWaba: falls, now, seed: 13 });
  const double = await startGraphDouble({ world });
  const receiver = await startWebhookReceiver();
  try {
    return await withDataDir(async (dataDir) => {
      const app = await startApp({
        dataDir,
        port: await freePort(),
        env: {
          GRAPH_BASE_URL: double.url,
          META_ACCESS_TOKEN: double.accessToken,
          META_BUSINESS_ID: world.portfolios[0]?.id ?? "",
          POLL_INTERVAL_SECONDS: "2",
          OUTBOUND_ALLOW: "127.0.0.1",
        },
      });
      const api = await signIn(app.url);
      await api.post("/api/v1/channels", { kind: "webhook", name: "bench", url: receiver.url });
      const waba = world.portfolios[0]?.wabas[0];
      const times: number[] = [];
      for (const number of waba?.phoneNumbers ?? []) {
        const before = receiver.messages.length;
        world.setRating(number.id, "YELLOW");
        const changedAt = Date.now();
        await receiver.waitFor((message) => receiver.messages.indexOf(message) >= before, 20_000);
        const received = Date.now();
        const poll = double.requests.find(
          (call) => call.path.includes(`${waba?.id}/phone_numbers`) && call.at >= changedAt,
        );
        times.push(received - (poll?.at ?? changedAt));
      }
      await app.stop();
      const detail = `${times.length} falls; median ${[...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0} ms`;
      return [atMost("rating change seen to notification accepted", Math.max(...times), "ms", 2_000, detail)];
    });
  } finally {
    await receiver.close();
    await double.close();
  }
}
