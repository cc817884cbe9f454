import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { changePassword } from "@/lib/services/people/change-password.ts";

export const POST = apiRoute(endpoints.changePassword, (ctx, { body }) =>
  changePassword(ctx, { ...body, sessionId: ctx.sessionId }),
);
