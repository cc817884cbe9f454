import type { ChannelConfig } from "../../core/alerting/notification.ts";
import type { Severity } from "../../core/alerting/severity.ts";
import { insertChannel } from "../../services/channels/create.ts";
import type { ServicePorts } from "../../services/context.ts";
import { givenOrganization } from "./people.ts";

/** A webhook channel told of SEV2 and worse, unless said otherwise. */
export async function givenChannel(
  ports: ServicePorts,
  id: string,
  options: { organizationId?: string; minSeverity?: Severity; config?: ChannelConfig } = {},
): Promise<{ organizationId: string; id: string }> {
  const { organizationId = "default", minSeverity = "SEV2" } = options;
  const url = `https://hooks.example/${id}?key=secret-of-${id}`;
  const config = options.config ?? { kind: "webhook", url, secret: `whsec_secret_of_${id}` };
  await givenOrganization({ client: ports.db }, organizationId, `Organization ${organizationId}`);
  await insertChannel(ports, {
    organizationId,
    id,
    name: `Channel ${id}`,
    config,
    minSeverity,
    managedBy: "person",
  });
  return { organizationId, id };
}
