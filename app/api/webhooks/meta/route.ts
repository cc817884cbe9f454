import { handleHandshake, handleDelivery } from "@/lib/runtime/webhook-route.ts";

export const GET = handleHandshake;
export const POST = handleDelivery;
