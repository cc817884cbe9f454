import type { Db } from "../../adapters/db/open-database.ts";
import { claimInvitation, findInvitation, type StoredInvitation } from "../../adapters/db/invitations.ts";
import { returnRateTry, takeRateTry, type RateRule } from "../../adapters/db/rate-windows.ts";
import { countActiveAdmins, insertUserIfAbsent, lockOrganization } from "../../adapters/db/users.ts";
import type { AcceptInvitationBody } from "../../contracts/people.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { addressBlock } from "../sessions/address-block.ts";
import { checkNewPassword } from "./check-new-password.ts";
import { knownRole } from "./known-role.ts";
import { fitsInvitation, parseLinkToken } from "./link-token.ts";
import { normaliseEmail } from "./normalise-email.ts";

export interface AcceptedInvitation {
  readonly organizationId: string;
  readonly userId: string;
  readonly email: string;
}

const addressRule: RateRule = {
  limit: 20,
  windowSeconds: 15 * 60,
  maxDoublings: 3,
  memorySeconds: 24 * 3600,
};

/**
 * Turns a link into an account. Open to everybody who holds the link, so tries are limited per network address. Does
 * not sign in: the new person does that with the password just chosen.
 *
 * @throws ServiceError RATE_LIMITED; NOT_FOUND for a link that never was or no longer works; CONFLICT for one that was
 *   used, or when the account exists; VALIDATION for the e-mail or password.
 */
export async function acceptInvitation(
  ports: ServicePorts,
  input: AcceptInvitationBody & { readonly address: string | null },
): Promise<AcceptedInvitation> {
  const now = ports.clock.now();
  const subject = `invitation:address:${addressBlock(input.address)}`;
  const rate = await takeRateTry(ports.db, subject, addressRule, now);
  if (!rate.allowed) {
    throw new ServiceError("RATE_LIMITED", "Too many tries from your network. Wait a little.", rate);
  }
  const invitation = await findFittingInvitation(ports, input.token, now);
  await returnRateTry(ports.db, subject, addressRule, now);
  const email = chooseEmail(invitation, input.email);
  checkNewPassword(ports.passwords, "password", input.password);
  const passwordHash = await ports.passwords.hash(input.password);
  return inTransaction(ports, (tx) =>
    createPerson(tx, ports, invitation, { email, name: input.name, passwordHash }),
  );
}

async function findFittingInvitation(
  ports: ServicePorts,
  text: string,
  now: Date,
): Promise<StoredInvitation> {
  const token = parseLinkToken(text);
  const key = token === null ? null : { organizationId: token.organizationId, id: token.invitationId };
  const invitation = key === null ? null : await findInvitation(ports.db, key);
  if (token === null || invitation === null || !fitsInvitation(ports, token, invitation)) {
    throw new ServiceError("NOT_FOUND", "This link is not valid. Check that it is complete.");
  }
  if (invitation.acceptedAt !== null) throw alreadyUsed();
  if (invitation.revokedAt !== null || invitation.expiresAt <= now) {
    throw new ServiceError("NOT_FOUND", "This link no longer works. Ask for a new one.");
  }
  return invitation;
}

function chooseEmail(invitation: StoredInvitation, given: string | undefined): string {
  const email = given === undefined ? null : normaliseEmail(given);
  if (invitation.email === null) {
    if (email === null) throw invalid("email", "is required");
    return email;
  }
  if (email !== null && email !== invitation.email)
    throw invalid("email", "is not the address that was invited");
  return invitation.email;
}

async function createPerson(
  tx: Db,
  ports: ServicePorts,
  invitation: StoredInvitation,
  person: { readonly email: string; readonly name: string; readonly passwordHash: string },
): Promise<AcceptedInvitation> {
  const { organizationId } = invitation;
  const now = ports.clock.now();
  if (invitation.kind === "setup") {
    await lockOrganization(tx, organizationId);
    if ((await countActiveAdmins(tx, organizationId)) > 0) {
      throw new ServiceError(
        "CONFLICT",
        "Somebody administers this installation already. Ask for an invitation.",
      );
    }
  }
  if (!(await claimInvitation(tx, invitation, now))) throw alreadyUsed();
  const userId = ports.random.id(now);
  const role = knownRole(invitation.role);
  const isNew = await insertUserIfAbsent(tx, { organizationId, id: userId, ...person, role, createdAt: now });
  if (!isNew) throw new ServiceError("CONFLICT", "A person with this e-mail address has an account already.");
  const actor = { kind: "person", id: userId, name: person.name, email: person.email, role } as const;
  await recordAudit(
    tx,
    { ...ports, organizationId, actor, requestId: null },
    { action: "invitation.accept", subject: invitation.id, detail: { role, kind: invitation.kind } },
  );
  return { organizationId, userId, email: person.email };
}

function alreadyUsed(): ServiceError {
  return new ServiceError("CONFLICT", "This link was used already. Sign in, or ask for a new one.");
}
