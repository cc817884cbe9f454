import type { Database } from "../../adapters/db/open-database.ts";
import { collectorShape, type CollectorDto, type CollectorQuery } from "../../contracts/collector.ts";
import { getCollector } from "../../services/collector/get-collector.ts";
import { insertConnection } from "../../services/connections/create.ts";
import { testContext, type TestContext, type TestPorts } from "./service-context.ts";

/** The clock of tests stands at 09:00 on 1 June 2026. */
const now = Date.parse("2026-06-01T09:00:00.000Z");
export const minute = 60_000;
export const day = 86_400_000;
export const ago = (milliseconds: number): Date => new Date(now - milliseconds);
export const isoAgo = (milliseconds: number): string => ago(milliseconds).toISOString();

/** Rows as the collector's verbs leave them, for tests of what is read off them. */
export interface CollectorRows {
  context(organizationId?: string): TestContext;
  /** The whole answer, checked against the contract. */
  collector(query?: Partial<CollectorQuery>, organizationId?: string): Promise<CollectorDto>;
  connection(id: string, data?: object, organizationId?: string): Promise<void>;
  waba(id: string, connectionId: string, data?: object, organizationId?: string): Promise<void>;
  number(id: string, place: { connectionId: string; wabaId: string }, data?: object): Promise<void>;
  /** A webhook delivery that came a minute ago and is processed. */
  body(id: string, data?: object): Promise<void>;
  /** What came today for a WABA and field: one event, unless told otherwise. */
  webhookDay(wabaId: string, field: string, data?: object): Promise<void>;
  /** Nobody looked from so many to so many milliseconds ago. */
  blind(wabaId: string, from: number, to: number): Promise<void>;
}

export function collectorRows(database: Database, ports: TestPorts): CollectorRows {
  const { client } = database;
  const mine = { organizationId: "default" };
  const context = (organizationId = "default") => testContext(database, { ports, organizationId });
  return {
    context,
    collector: async (query = {}, organizationId = "default") =>
      collectorShape.parse(await getCollector(context(organizationId), { limit: 50, ...query })),
    connection: async (id, data = {}, organizationId = "default") => {
      await insertConnection(ports, {
        ...{ organizationId, id, name: `Shop ${id}`, kind: "meta", managedBy: "person" },
        ...{ graphBaseUrl: "https://graph.test", apiVersion: "v25.0", pollIntervalSeconds: 600 },
        ...{ businessId: "118220034455667", wabaIds: [], appId: null, appSecret: null },
        ...{ accessToken: "a token of a test", verifyToken: "a word of a test" },
      });
      await client.connection.updateMany({ where: { organizationId, id }, data });
    },
    waba: async (id, connectionId, data = {}, organizationId = "default") => {
      const row = { organizationId, id, connectionId, state: "visible", firstSeenAt: ago(day) };
      await client.waba.create({ data: { ...row, ...data } });
    },
    number: async (id, place, data = {}) => {
      const row = { ...mine, id, ...place, firstSeenAt: ago(day), observedAt: ago(0) };
      await client.phoneNumber.create({ data: { ...row, ...data } });
    },
    body: async (id, data = {}) => {
      const at = { occurredAt: ago(minute), recordedAt: ago(minute), lastReceivedAt: ago(minute) };
      const row = {
        ...mine,
        id,
        ...at,
        bodyCipher: Buffer.from("sealed"),
        byteCount: 900,
        state: "processed",
      };
      await client.webhookDelivery.create({ data: { ...row, ...data } });
    },
    webhookDay: async (wabaId, field, data = {}) => {
      const none = { duplicateCount: 0, lateCount: 0, longestLateSeconds: 0, brokenCount: 0 };
      const row = {
        ...mine,
        wabaId,
        field,
        day: ago(0),
        eventCount: 1,
        ...none,
        lastReceivedAt: ago(minute),
      };
      await client.webhookDay.create({ data: { ...row, ...data } });
    },
    blind: async (wabaId, from, to) => {
      const at = { occurredAt: ago(from), endedAt: ago(to), recordedAt: ago(to) };
      await client.blindStretch.create({ data: { ...mine, wabaId, id: `${wabaId} ${from}`, ...at } });
    },
  };
}
