import next from "next";
import type { HttpServer } from "./http-server.ts";

/**
 * Hands requests to Next.js inside this process: one process serves pages, runs the background and owns the embedded
 * database, and stops as one (docs/adr/0002).
 */
export async function servePages(
  http: HttpServer,
  options: { appUrl: string; development: boolean },
): Promise<void> {
  // next-auth builds its addresses from this; it is set here so that APP_URL stays the only setting.
  Object.assign(process.env, { NEXTAUTH_URL: options.appUrl });
  const app = next({
    dev: options.development,
    dir: process.cwd(),
    httpServer: http.server,
    port: http.port,
    hostname: "localhost",
  });
  await app.prepare();
  http.setHandler(app.getRequestHandler());
}
