import { revokeSessionsOf } from "../../adapters/db/sessions.ts";
import {
  countActiveAdmins,
  findUser,
  lockOrganization,
  updateUser,
  type StoredUser,
} from "../../adapters/db/users.ts";
import type { PersonDto, UpdatePersonBody } from "../../contracts/people.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toPersonDto } from "./person-dto.ts";

/**
 * Changes a role, or disables and enables an account. Disabling ends the person's sessions.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT when nobody could administer afterwards.
 */
export async function updatePerson(
  ctx: ServiceContext,
  id: string,
  change: UpdatePersonBody,
): Promise<PersonDto> {
  requireRight(ctx, "people.write");
  return inTransaction(ctx, async (tx) => {
    // Two administrators who demote each other at once must not both succeed.
    await lockOrganization(tx, ctx.organizationId);
    const key = { organizationId: ctx.organizationId, id };
    const before = await findUser(tx, key);
    if (before === null) throw notFound("The person");
    const wanted = apply(before, change, ctx.clock.now());
    if (
      isActiveAdmin(before) &&
      !isActiveAdmin(wanted) &&
      (await countActiveAdmins(tx, ctx.organizationId)) < 2
    ) {
      throw new ServiceError(
        "CONFLICT",
        "This is the last active administrator. Make somebody else an administrator first.",
      );
    }
    if (wanted.role === before.role && wanted.disabledAt === before.disabledAt) return toPersonDto(before);
    const after = await updateUser(tx, key, wanted);
    if (wanted.disabledAt !== null && before.disabledAt === null) {
      await revokeSessionsOf(tx, { organizationId: ctx.organizationId, userId: id }, wanted.disabledAt);
    }
    await recordAudit(tx, ctx, {
      action: "person.update",
      subject: id,
      detail: { before: summary(before), after: summary(after) },
    });
    return toPersonDto(after);
  });
}

type Standing = Pick<StoredUser, "role" | "disabledAt">;

function apply(before: Standing, change: UpdatePersonBody, now: Date): Standing {
  const role = change.role ?? before.role;
  if (change.disabled === undefined) return { role, disabledAt: before.disabledAt };
  return { role, disabledAt: change.disabled ? (before.disabledAt ?? now) : null };
}

function isActiveAdmin(user: Standing): boolean {
  return user.role === "admin" && user.disabledAt === null;
}

function summary(user: Standing): { role: string; disabled: boolean } {
  return { role: user.role, disabled: user.disabledAt !== null };
}
