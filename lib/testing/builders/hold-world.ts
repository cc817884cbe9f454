import type { Database } from "../../adapters/db/open-database.ts";
import type { SendResult } from "../../core/alerting/notification.ts";
import { approveHold } from "../../services/holding/approve-hold.ts";
import { askHold } from "../../services/holding/ask-hold.ts";
import { getHold } from "../../services/holding/get-hold.ts";
import { sendHoldOrders } from "../../services/holding/send-hold-orders.ts";
import { setHoldReceiver } from "../../services/holding/set-hold-receiver.ts";
import { testHoldReceiver } from "../../services/holding/test-hold-receiver.ts";
import { updateHoldSettings } from "../../services/holding/update-hold-settings.ts";
import { createActivationMethod } from "../../services/registry/create-activation-method.ts";
import { createOptInSource } from "../../services/registry/create-opt-in-source.ts";
import { clearDatabase } from "./clear-database.ts";
import { givenOrganization } from "./people.ts";
import { testContext, testPorts } from "./service-context.ts";

export type HoldWorld = Awaited<ReturnType<typeof holdWorld>>;

/** Two organizations, an administrator called ada, and a sender's system that accepts orders unless told otherwise. */
export async function holdWorld(database: Database) {
  await clearDatabase(database);
  /** What the receiver answers next. */
  const answers: SendResult[] = [];
  const ports = testPorts(database, {
    sendOrder: (receiver, order) => {
      ports.seen.orders.push({ receiver, order });
      return Promise.resolve(
        answers.shift() ?? { outcome: "sent", detail: "The receiver answered HTTP 200" },
      );
    },
  });
  const person = (id: string, role: "admin" | "growth" | "on-call" | "executive" = "on-call") =>
    testContext(database, { ports, role, actor: { id, name: id } });
  const admin = person("ada", "admin");
  await givenOrganization(database);
  await givenOrganization(database, "other");

  async function givenMethod(name = "Flyer"): Promise<string> {
    const launchedAt = new Date(ports.clock.now().getTime() - 100 * 3_600_000).toISOString();
    const { id } = await createActivationMethod(admin, { name, kind: "qr-code", launchedAt });
    await createOptInSource(admin, { key: `${name}-a`, name: "A", activationMethodId: id });
    await createOptInSource(admin, { key: `${name}-b`, name: "B", activationMethodId: id });
    return id;
  }
  return {
    ...{ ports, answers, person, admin, givenMethod },
    elsewhere: () => testContext(database, { ports, organizationId: "other", actor: { id: "eve" } }),
    /** What was ordered so far. */
    bodies: () => ports.seen.orders.map(({ order }) => JSON.parse(order.body) as Record<string, unknown>),
    stateOf: async (id: string) => (await getHold(admin, id)).state,
    /** Holding set up and live. */
    async givenLive(rules: object = {}): Promise<void> {
      await setHoldReceiver(admin, { url: "https://sender.test/orders" });
      await testHoldReceiver(admin);
      await updateHoldSettings(admin, { mode: "live", ...rules });
      ports.seen.orders.length = 0;
    },
    /** A hold that two people agreed to and the receiver accepted. */
    async givenHeld(): Promise<{ methodId: string; holdId: string }> {
      const methodId = await givenMethod();
      const asked = await askHold(person("bea"), { activationMethodId: methodId, reason: "Bought list" });
      await approveHold(person("cem"), asked.id);
      await sendHoldOrders(ports);
      return { methodId, holdId: asked.id };
    },
  };
}
