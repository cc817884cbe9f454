import { getRuntime } from "@/lib/runtime/current.ts";
import { whyNotReady } from "@/lib/runtime/readiness.ts";

export async function GET(): Promise<Response> {
  const reason = await whyNotReady(getRuntime());
  const headers = { "cache-control": "no-store" };
  if (reason === null) return Response.json({ status: "ready" }, { headers });
  return Response.json({ status: "not-ready", reason }, { status: 503, headers });
}
