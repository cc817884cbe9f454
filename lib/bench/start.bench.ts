import { startApp } from "../testing/process/app-process.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { signIn } from "../testing/process/api-client.ts";
import { gzipSync } from "node:zlib";
import { atMost, quantile, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";

const restarts = 5;

/** A second `npm start` to a ready server, and what the overview page makes a browser load first. */
export async function benchStart(): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const port = await freePort();
    const first = await startApp({ dataDir, port });
    const firstLoad = await firstLoadJavaScript(first.url);
    await first.stop();
    const times: number[] = [];
    for (let index = 0; index < restarts; index++) {
      const app = await startApp({ dataDir, port });
      times.push(app.readyAfterMs);
      await app.stop();
    }
    const detail = `median of ${restarts}; longest ${Math.max(...times).toFixed(0)} ms; first start on an empty directory ${first.readyAfterMs.toFixed(0)} ms`;
    return [
      atMost("second start to ready", quantile(times, 0.5), "ms", 5_000, detail),
      atMost(
        "first-load JavaScript of the overview",
        firstLoad.bytes / 1000,
        "kB gzip",
        200,
        firstLoad.detail,
      ),
    ];
  });
}

/**
 * Every script that the overview's HTML names, compressed with gzip; without the polyfills that `nomodule` keeps from
 * every browser that runs React 19.
 */
async function firstLoadJavaScript(url: string): Promise<{ bytes: number; detail: string }> {
  const client = await signIn(url);
  const html = await (await fetch(url, { headers: { cookie: client.cookie } })).text();
  const tags = [...html.matchAll(/<script[^>]*>|<link[^>]*as="script"[^>]*>/g)].map((match) => match[0]);
  const paths = new Set(
    tags
      .filter((tag) => !/nomodule/i.test(tag))
      .flatMap((tag) => /(?:src|href)="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []),
  );
  let bytes = 0;
  for (const path of paths) {
    const script = Buffer.from(await (await fetch(`${url}${path}`)).arrayBuffer());
    bytes += gzipSync(script).byteLength;
  }
  return { bytes, detail: `${paths.size} scripts` };
}
