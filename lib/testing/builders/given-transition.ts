import { appendTransitions, type NewTransition } from "../../adapters/db/transitions.ts";
import type { ServicePorts } from "../../services/context.ts";
import { givenOrganization } from "./people.ts";

/** A step that noticing wrote and nobody has processed yet: "GREEN→RED" of a number, or of a connection's token. */
export async function givenTransition(
  ports: Pick<ServicePorts, "db" | "clock" | "random">,
  step: `${string}→${string}`,
  options: { organizationId?: string; subjectId?: string } = {},
): Promise<void> {
  const { organizationId = "default", subjectId = "number-1" } = options;
  const [from, to] = step.split("→") as [string, string];
  const now = ports.clock.now();
  const token = to === "refused" || to === "accepted";
  const ranks = ["accepted", "GREEN", "YELLOW", "RED", "refused"];
  const direction =
    ranks.indexOf(to) > ranks.indexOf(from)
      ? "fell"
      : to === "GREEN" || to === "accepted"
        ? "recovered"
        : "improved";
  const transition: NewTransition = {
    id: ports.random.id(now),
    subjectKind: token ? "connection" : "phone-number",
    subjectId,
    field: token ? "access_token" : "quality_rating",
    from,
    to,
    direction,
    occurredAt: now,
  };
  await givenOrganization({ client: ports.db }, organizationId, `Organization ${organizationId}`);
  await appendTransitions(ports.db, organizationId, now, [transition]);
}
