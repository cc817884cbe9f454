import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listContactKeys } from "@/lib/services/contacts/list-contact-keys.ts";
import { rotateContactKey } from "@/lib/services/contacts/rotate-contact-key.ts";

export const GET = apiRoute(endpoints.listContactKeys, (ctx) => listContactKeys(ctx));
export const POST = apiRoute(endpoints.rotateContactKey, (ctx) => rotateContactKey(ctx));
