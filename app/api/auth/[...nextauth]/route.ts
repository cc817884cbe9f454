import { handleAuth } from "@/lib/runtime/auth-route.ts";

export const GET = handleAuth;
export const POST = handleAuth;
