import { connectionListShape } from "../../contracts/connections.ts";
import { incidentListShape } from "../../contracts/incidents.ts";
import type { ApiClient } from "../api-client.ts";
import { CliFailure, table, type Terminal } from "../terminal.ts";

/** Whether it runs, how fresh each connection is, and what is open. Fails when Staygreen is not ready. */
export async function status(api: ApiClient, terminal: Terminal, options: { json: boolean }): Promise<void> {
  const readiness = await api.probe("/readyz");
  const [connections, incidents] = await Promise.all([
    api.get("/api/v1/connections", connectionListShape),
    api.get("/api/v1/incidents?state=unresolved&limit=200", incidentListShape),
  ]);
  const ready = readiness.status === 200;
  if (options.json) {
    terminal.out(
      JSON.stringify({
        ready,
        readiness: readiness.body,
        connections: connections.data,
        incidents: incidents.data,
      }),
    );
  } else {
    terminal.out(ready ? "ready" : `not ready: ${reasonOf(readiness.body)}`);
    terminal.out("");
    const rows = connections.data.map((one) => [
      one.name,
      one.state,
      one.freshness,
      one.lastSuccessAt ?? "never read",
      one.lastError?.message ?? "",
    ]);
    if (rows.length === 0) terminal.out("no connection");
    else table([["CONNECTION", "STATE", "FRESHNESS", "LAST READ", "TROUBLE"], ...rows]).forEach(terminal.out);
    terminal.out("");
    if (incidents.data.length === 0) terminal.out("no open incident");
    else {
      const open = incidents.data.map((one) => [one.severity, one.state, one.openedAt, one.title]);
      table([["SEVERITY", "STATE", "SINCE", "INCIDENT"], ...open]).forEach(terminal.out);
    }
  }
  if (!ready) throw new CliFailure([`Staygreen is not ready: ${reasonOf(readiness.body)}`]);
}

function reasonOf(body: unknown): string {
  const reason = typeof body === "object" && body !== null && "reason" in body ? body.reason : null;
  return typeof reason === "string" ? reason : "no reason was given";
}
