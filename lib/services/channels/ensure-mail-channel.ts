import type { ServicePorts } from "../context.ts";
import { insertChannel } from "./create.ts";

const environmentChannelId = "environment-mail";

/**
 * With a mail server configured, the first administrator is told by e-mail from the start, so that a new
 * installation is never silent. Made once: a person who switches it off or removes it is obeyed.
 */
export async function ensureMailChannel(
  ports: ServicePorts,
  organizationId: string,
  email: string,
): Promise<void> {
  const key = { organizationId, id: environmentChannelId };
  const present = await ports.db.channel.findUnique({ where: { organizationId_id: key } });
  if (present !== null) return;
  await insertChannel(ports, {
    ...key,
    name: "Administrator's e-mail",
    config: { kind: "email", to: [email] },
    minSeverity: "SEV2",
    managedBy: "environment",
  });
}
