import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { revokeInvitation } from "@/lib/services/people/revoke-invitation.ts";

export const DELETE = apiRoute(endpoints.revokeInvitation, (ctx, { params: { id = "" } }) =>
  revokeInvitation(ctx, id),
);
