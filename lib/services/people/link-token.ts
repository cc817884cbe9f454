import type { StoredInvitation } from "../../adapters/db/invitations.ts";
import type { ServicePorts } from "../context.ts";

export interface LinkToken {
  readonly organizationId: string;
  readonly invitationId: string;
  readonly secret: string;
}

const secretBytes = 32;
const shape = /^([^.]{1,100})\.([^.]{1,100})\.([A-Za-z0-9_-]{20,200})$/;

/** A new link: the text for the person, and the hash that is all we keep of it. */
export function newLinkToken(
  ports: Pick<ServicePorts, "random" | "hashToken">,
  place: { readonly organizationId: string; readonly invitationId: string },
): { token: string; tokenHash: string } {
  const secret = ports.random.secret(secretBytes);
  return {
    token: `${place.organizationId}.${place.invitationId}.${secret}`,
    tokenHash: ports.hashToken(secret),
  };
}

/** Null for text that is no link of ours. */
export function parseLinkToken(text: string): LinkToken | null {
  const [, organizationId, invitationId, secret] = shape.exec(text) ?? [];
  if (organizationId === undefined || invitationId === undefined || secret === undefined) return null;
  return { organizationId, invitationId, secret };
}

export function fitsInvitation(
  ports: Pick<ServicePorts, "hashToken" | "webhooks">,
  token: LinkToken,
  invitation: StoredInvitation,
): boolean {
  return ports.webhooks.constantTimeEqual(ports.hashToken(token.secret), invitation.tokenHash);
}
