import { getRuntime } from "./current.ts";
import { renderMetrics } from "./metrics.ts";

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/**
 * The metrics page: with METRICS_TOKEN for its bearer, without it for loopback only. What comes through a proxy is not
 * loopback, wherever the proxy runs.
 */
export async function handleMetrics(request: Request): Promise<Response> {
  const runtime = getRuntime();
  if (!isAllowed(request)) {
    return new Response("Set METRICS_TOKEN and send it as Authorization: Bearer <token>.\n", {
      status: 401,
      headers: { "content-type": "text/plain", "www-authenticate": "Bearer", "cache-control": "no-store" },
    });
  }
  const { contentType, text } = await renderMetrics(runtime);
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}

function isAllowed(request: Request): boolean {
  const { env, ports } = getRuntime();
  if (env.METRICS_TOKEN !== undefined) {
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    return ports.webhooks.constantTimeEqual(given, env.METRICS_TOKEN);
  }
  const peer = request.headers.get("x-staygreen-peer") ?? "";
  return loopback.has(peer) && request.headers.get("x-staygreen-proxied") === null;
}
