import { claimDuePolls, openPollRun } from "../../adapters/db/poll-runs.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { insertConnection, type NewConnection } from "../../services/connections/create.ts";
import type { ServicePorts } from "../../services/context.ts";
import { runPoll } from "../../services/polls/run-poll.ts";
import { givenOrganization } from "./people.ts";

type ConnectionOptions = Partial<NewConnection> & { id?: string };

/** A connection to the double's portfolio, or to the WABAs that `wabaIds` names when `businessId` is null. */
export async function givenConnection(
  ports: ServicePorts,
  double: Pick<GraphDouble, "url" | "appId" | "appSecret" | "accessToken" | "verifyToken" | "world">,
  options: ConnectionOptions = {},
): Promise<{ organizationId: string; connectionId: string }> {
  const { organizationId = "default", id = "connection-1" } = options;
  await givenOrganization({ client: ports.db }, organizationId, `Organization ${organizationId}`);
  await insertConnection(ports, {
    name: "Shops",
    kind: "meta",
    managedBy: "person",
    graphBaseUrl: double.url,
    apiVersion: "v25.0",
    businessId: double.world.portfolios[0]!.id,
    wabaIds: [],
    appId: double.appId,
    accessToken: double.accessToken,
    appSecret: double.appSecret,
    verifyToken: double.verifyToken,
    pollIntervalSeconds: 600,
    ...options,
    organizationId,
    id,
  });
  return { organizationId, connectionId: id };
}

/** One whole round of one connection, as a person's "Poll now" opens it. */
export async function pollOnce(
  ports: ServicePorts,
  place: { organizationId: string; connectionId: string },
): Promise<{ organizationId: string; pollRunId: string }> {
  const run = await openPollRun(ports.db, { ...place, trigger: "manual" });
  if (run === null) throw new Error("another round is open");
  await runPoll(ports, run);
  return run;
}

/** Opens what is due by database time and runs it; how many rounds there were. */
export async function pollDue(ports: ServicePorts): Promise<number> {
  const runs = await claimDuePolls(ports.db, 100);
  for (const run of runs) await runPoll(ports, run);
  return runs.length;
}
