import type { StoredInvitation } from "../../adapters/db/invitations.ts";
import type { InvitationDto } from "../../contracts/people.ts";
import { knownRole } from "./known-role.ts";

export function toInvitationDto(invitation: StoredInvitation): InvitationDto {
  return {
    id: invitation.id,
    email: invitation.email,
    role: knownRole(invitation.role),
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  };
}
