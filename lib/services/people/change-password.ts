import { clearRateWindow, takeRateTry } from "../../adapters/db/rate-windows.ts";
import { revokeSessionsOf } from "../../adapters/db/sessions.ts";
import { findUser, replacePasswordHash } from "../../adapters/db/users.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { accountRule } from "../sessions/sign-in-limits.ts";
import { checkNewPassword } from "./check-new-password.ts";

export interface ChangePasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that asks and stays; null ends all of them. */
  readonly sessionId: string | null;
}

/**
 * Changes one's own password and ends one's other sessions. Whoever found an open browser still has to know the
 * current password, and has few tries.
 *
 * @throws ServiceError FORBIDDEN for API keys, VALIDATION for either password, RATE_LIMITED, CONFLICT when it was
 *   changed at the same time elsewhere.
 */
export async function changePassword(ctx: ServiceContext, input: ChangePasswordInput): Promise<void> {
  if (ctx.actor.kind !== "person") throw new ServiceError("FORBIDDEN", "Only people have a password.");
  const key = { organizationId: ctx.organizationId, id: ctx.actor.id };
  const user = await findUser(ctx.db, key);
  if (user === null) throw notFound("Your account");
  const subject = `change-password:${key.organizationId}/${key.id}`;
  const rate = await takeRateTry(ctx.db, subject, accountRule, ctx.clock.now());
  if (!rate.allowed) throw new ServiceError("RATE_LIMITED", "Too many tries. Wait a little.", rate);
  if (!(await ctx.passwords.verify(user.passwordHash, input.currentPassword))) {
    throw invalid("currentPassword", "is not right");
  }
  await clearRateWindow(ctx.db, subject);
  checkNewPassword(ctx.passwords, "newPassword", input.newPassword);
  const newHash = await ctx.passwords.hash(input.newPassword);
  await inTransaction(ctx, async (tx) => {
    if (!(await replacePasswordHash(tx, key, { old: user.passwordHash, new: newHash }))) {
      throw new ServiceError("CONFLICT", "Your account was changed at the same time. Try again.");
    }
    const owner = { organizationId: key.organizationId, userId: key.id };
    const ended = await revokeSessionsOf(tx, owner, ctx.clock.now(), input.sessionId);
    await recordAudit(tx, ctx, {
      action: "password.change",
      subject: key.id,
      detail: { endedSessions: ended },
    });
  });
}
