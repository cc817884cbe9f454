import { insertInvitation, revokeOpenInvitations } from "../../adapters/db/invitations.ts";
import { findOrganization, findUserByEmail } from "../../adapters/db/users.ts";
import type { CreateInvitationBody, InvitationDto } from "../../contracts/people.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toInvitationDto } from "./invitation-dto.ts";
import { newLinkToken } from "./link-token.ts";
import { normaliseEmail } from "./normalise-email.ts";

const invitationMs = 72 * 60 * 60_000;

/**
 * Invites one address to one role, for 72 hours. The link is in this answer only; earlier links for the same address
 * stop working. It is also mailed where mail is set up, and a mail that fails does not undo the invitation.
 *
 * @throws ServiceError CONFLICT when the address has an account already.
 */
export async function createInvitation(
  ctx: ServiceContext,
  input: CreateInvitationBody,
): Promise<InvitationDto & { link: string; mailed: boolean }> {
  requireRight(ctx, "people.write");
  const { organizationId } = ctx;
  const email = normaliseEmail(input.email);
  const now = ctx.clock.now();
  const id = ctx.random.id(now);
  const { token, tokenHash } = newLinkToken(ctx, { organizationId, invitationId: id });
  const invitation = await inTransaction(ctx, async (tx) => {
    if ((await findUserByEmail(tx, organizationId, email)) !== null) {
      throw new ServiceError("CONFLICT", "A person with this e-mail address has an account already.");
    }
    await revokeOpenInvitations(tx, { organizationId, kind: "invitation", email }, now);
    const row = await insertInvitation(tx, {
      organizationId,
      id,
      kind: "invitation",
      email,
      role: input.role,
      tokenHash,
      createdAt: now,
      createdBy: ctx.actor.id,
      expiresAt: new Date(now.getTime() + invitationMs),
    });
    await recordAudit(tx, ctx, {
      action: "invitation.create",
      subject: id,
      detail: { email, role: input.role },
    });
    return row;
  });
  const link = `${ctx.appUrl}/welcome/${token}`;
  return { ...toInvitationDto(invitation), link, mailed: await mailLink(ctx, email, link) };
}

/** After the commit: no network call may happen inside a transaction. */
async function mailLink(ctx: ServiceContext, email: string, link: string): Promise<boolean> {
  if (ctx.sendMail === null) return false;
  try {
    const organization = await findOrganization(ctx.db, ctx.organizationId);
    const result = await ctx.sendMail(email, `Your invitation to ${organization?.name ?? "Staygreen"}`, [
      `${ctx.actor.name} invites you to Staygreen, which watches the quality of WhatsApp phone numbers.`,
      "Choose your name and password here (the link works once, for 72 hours):",
      link,
    ]);
    if (result.outcome === "sent") return true;
    ctx.log.warn({ outcome: result.outcome, detail: result.detail }, "An invitation could not be mailed.");
  } catch (error) {
    ctx.log.warn({ error: String(error) }, "An invitation could not be mailed.");
  }
  return false;
}
