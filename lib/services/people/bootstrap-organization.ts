import type { Db } from "../../adapters/db/open-database.ts";
import { insertInvitation, revokeOpenInvitations } from "../../adapters/db/invitations.ts";
import {
  countActiveAdmins,
  findUserByEmail,
  insertOrganizationIfAbsent,
  insertUserIfAbsent,
  lockOrganization,
} from "../../adapters/db/users.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, systemActor, type ServiceContext, type ServicePorts } from "../context.ts";
import { newLinkToken } from "./link-token.ts";
import { normaliseEmail } from "./normalise-email.ts";

export interface BootstrapInput {
  readonly adminEmail?: string | undefined;
  readonly adminPassword?: string | undefined;
}

export interface BootstrapResult {
  readonly organizationId: string;
  /** For `<appUrl>/welcome/<token>`, valid for an hour; null when somebody can administer already. */
  readonly setupToken: string | null;
}

/** Fixed, so that two processes that start at once make one organization. */
export const defaultOrganizationId = "default";
const setupLinkMs = 60 * 60_000;

/**
 * Makes sure that there is an organization and a way into it. May run at every start: an account that exists keeps its
 * password and role whatever the settings say. Without an active administrator, a new set-up link replaces older ones.
 */
export async function bootstrapOrganization(
  ports: ServicePorts,
  input: BootstrapInput,
): Promise<BootstrapResult> {
  const organizationId = defaultOrganizationId;
  const ctx: ServiceContext = {
    ...ports,
    organizationId,
    actor: systemActor,
    requestId: null,
    sessionId: null,
  };
  await insertOrganizationIfAbsent(ctx.db, {
    id: organizationId,
    name: "Staygreen",
    createdAt: ctx.clock.now(),
  });
  const admin = await prepareAdmin(ctx, input);
  const setupToken = await inTransaction(ctx, async (tx) => {
    await lockOrganization(tx, organizationId);
    if (admin !== null) await insertAdmin(tx, ctx, admin);
    return (await countActiveAdmins(tx, organizationId)) > 0 ? null : makeSetupLink(tx, ctx);
  });
  return { organizationId, setupToken };
}

interface NewAdmin {
  readonly email: string;
  readonly passwordHash: string;
}

/** Hashing takes long on purpose, so it happens before the transaction, and not for an account that exists. */
async function prepareAdmin(ctx: ServiceContext, input: BootstrapInput): Promise<NewAdmin | null> {
  if (input.adminEmail === undefined || input.adminPassword === undefined) return null;
  const email = normaliseEmail(input.adminEmail);
  if ((await findUserByEmail(ctx.db, ctx.organizationId, email)) !== null) return null;
  const { adminPassword } = input;
  if (ctx.passwords.isCommon(adminPassword)) {
    // The operator chose it knowingly and could not sign in otherwise: told, not refused.
    ctx.log.warn(
      { setting: "ADMIN_PASSWORD" },
      "ADMIN_PASSWORD is among the passwords that are tried first; change it",
    );
  }
  return { email, passwordHash: await ctx.passwords.hash(adminPassword) };
}

async function insertAdmin(tx: Db, ctx: ServiceContext, admin: NewAdmin): Promise<void> {
  const now = ctx.clock.now();
  const id = ctx.random.id(now);
  const isNew = await insertUserIfAbsent(tx, {
    ...admin,
    organizationId: ctx.organizationId,
    id,
    name: admin.email.split("@")[0] ?? admin.email,
    role: "admin",
    createdAt: now,
  });
  if (!isNew) return;
  await recordAudit(tx, ctx, {
    action: "person.create",
    subject: id,
    detail: { role: "admin", from: "settings" },
  });
}

async function makeSetupLink(tx: Db, ctx: ServiceContext): Promise<string> {
  const now = ctx.clock.now();
  const { organizationId } = ctx;
  const id = ctx.random.id(now);
  const { token, tokenHash } = newLinkToken(ctx, { organizationId, invitationId: id });
  await revokeOpenInvitations(tx, { organizationId, kind: "setup" }, now);
  await insertInvitation(tx, {
    organizationId,
    id,
    kind: "setup",
    email: null,
    role: "admin",
    tokenHash,
    createdAt: now,
    createdBy: null,
    expiresAt: new Date(now.getTime() + setupLinkMs),
  });
  await recordAudit(tx, ctx, { action: "setup-link.create", subject: id, detail: {} });
  return token;
}
