import { endpoints } from "@/lib/contracts/endpoints.ts";
import { publicRoute } from "@/lib/runtime/api-route.ts";
import { acceptInvitation } from "@/lib/services/people/accept-invitation.ts";

export const POST = publicRoute(endpoints.acceptInvitation, async (ports, { body, address }) => {
  const { email } = await acceptInvitation(ports, { ...body, address });
  return { email };
});
