import type { Env } from "../adapters/env.ts";
import { connectSandbox } from "../services/connections/connect-sandbox.ts";
import {
  ensureEnvironmentConnection,
  releaseEnvironmentConnection,
} from "../services/connections/ensure-environment-connection.ts";
import { ensureMailChannel } from "../services/channels/ensure-mail-channel.ts";
import { systemActor, type ServicePorts } from "../services/context.ts";
import { bootstrapOrganization } from "../services/people/bootstrap-organization.ts";

export type SignInHint = { kind: "sign-in"; email: string | null } | { kind: "set-up"; link: string };

/** What every start makes sure of: an organization, a way in, and what the environment asks for. */
export async function bootstrap(
  ports: ServicePorts,
  env: Env,
  options: { hostsSandbox: boolean },
): Promise<{ signInHint: SignInHint }> {
  const { organizationId, setupToken } = await bootstrapOrganization(ports, {
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
  });
  // Opens the organization's data key: with another APP_SECRET than the one that wrapped it, nothing would work later.
  await ports.sealer.seal({ organizationId, table: "organization", id: organizationId, field: "start" }, "");
  if (env.META_ACCESS_TOKEN === undefined) {
    await releaseEnvironmentConnection(ports, organizationId);
  } else {
    await ensureEnvironmentConnection(ports, organizationId, {
      accessToken: env.META_ACCESS_TOKEN,
      businessId: env.META_BUSINESS_ID ?? null,
      wabaIds: env.META_WABA_IDS ?? [],
      appId: env.META_APP_ID ?? null,
      appSecret: env.META_APP_SECRET ?? null,
      verifyToken: env.META_VERIFY_TOKEN ?? null,
    });
  }
  if (env.SMTP_URL !== undefined && env.ADMIN_EMAIL !== undefined) {
    await ensureMailChannel(ports, organizationId, env.ADMIN_EMAIL);
  }
  // A worker beside a web process must not point the connection at a double of its own.
  if (options.hostsSandbox) await renewSandbox(ports, organizationId, env.SANDBOX);
  if (setupToken === null) return { signInHint: { kind: "sign-in", email: env.ADMIN_EMAIL ?? null } };
  return { signInHint: { kind: "set-up", link: `${env.appUrl}/welcome/${setupToken}` } };
}

/** The double lives in this process: after a restart it has a new address, which the connection must learn. */
async function renewSandbox(ports: ServicePorts, organizationId: string, wanted: boolean): Promise<void> {
  const connected = await ports.db.connection.count({
    where: { organizationId, kind: "sandbox", state: { not: "removed" } },
  });
  if (!wanted && connected === 0) return;
  await connectSandbox({ ...ports, organizationId, actor: systemActor, requestId: null, sessionId: null });
}
