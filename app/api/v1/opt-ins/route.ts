import { endpoints } from "@/lib/contracts/endpoints.ts";
import { factsRoute } from "@/lib/runtime/facts-route.ts";

export const POST = factsRoute(endpoints.ingestOptIns, "opt-ins");
