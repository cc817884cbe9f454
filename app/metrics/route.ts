import { handleMetrics } from "@/lib/runtime/metrics-route.ts";

export const GET = handleMetrics;
