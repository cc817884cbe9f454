import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createInvitation } from "@/lib/services/people/create-invitation.ts";
import { listInvitations } from "@/lib/services/people/list-invitations.ts";

export const GET = apiRoute(endpoints.listInvitations, (ctx, { query }) => listInvitations(ctx, query));
export const POST = apiRoute(endpoints.createInvitation, (ctx, { body }) => createInvitation(ctx, body));
