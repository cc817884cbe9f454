import type { Agent } from "undici";
import type {
  GraphAnswer,
  GraphApiPort,
  GraphCredentials,
  GraphUsage,
  PagedSightings,
  WabaSighting,
} from "../../core/collection/graph-api-port.ts";
import type { GraphTrouble } from "../../core/collection/graph-trouble.ts";
import type { Log } from "../log.ts";
import { callGraph, networkTrouble, type GraphRequest, type HttpAnswer } from "./graph-http.ts";
import {
  pageShape,
  phoneNumberFields,
  portfolioShape,
  readPhoneNumber,
  readToken,
  readWaba,
} from "./graph-shapes.ts";
import { noUsage, worseUsage } from "./read-usage.ts";

export interface GraphClientOptions {
  readonly agent: Agent;
  readonly log: Log;
  readonly random: { fraction(): number };
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** At most three tries a call, after half to one second and one to two; longer waits are the scheduler's. */
const tries = 3;
const firstRetryMs = 1_000;
const pageSize = "100";
const maximumPages = 1_000;

/** The Graph API client: paging, field fallback, retries of passing faults. See docs/graph-api.md for Meta's facts. */
export function createGraphClient(options: GraphClientOptions): GraphApiPort {
  const warnedVersions = new Set<string>();

  async function call(
    credentials: GraphCredentials,
    request: GraphRequest,
    meter: Meter,
  ): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt++) {
      meter.calls++;
      const answer = await callGraph(options.agent, credentials, request);
      meter.usage = worseUsage(meter.usage, answer.usage);
      if (answer.ok) {
        warnOnOtherVersion(credentials.apiVersion, answer.servedVersion);
        return answer;
      }
      if (answer.trouble.kind !== "transient" || attempt === tries) return answer;
      await options.sleep(firstRetryMs * 2 ** (attempt - 1) * (0.5 + options.random.fraction() / 2));
    }
  }

  function warnOnOtherVersion(asked: string, served: string | null) {
    if (served === null || served === asked || warnedVersions.has(asked + served)) return;
    warnedVersions.add(asked + served);
    options.log.warn({ asked, served }, "Meta served another Graph API version than the one asked for");
  }

  async function readPages<T extends { readonly id: string }>(
    credentials: GraphCredentials,
    request: { path: string; fields: readonly string[] },
    read: (raw: unknown) => T | null,
    meter: Meter,
  ): Promise<GraphAnswer<PagedSightings<T>>> {
    const items: T[] = [];
    const dropped: string[] = [];
    const seenCursors = new Set<string>();
    let after: string | undefined;
    let unreadable: GraphTrouble | null = null;
    const partial = (trouble: GraphTrouble | null): GraphAnswer<PagedSightings<T>> =>
      answered(meter, {
        items: lastById(items),
        complete: trouble === null && unreadable === null,
        trouble: trouble ?? unreadable,
        droppedFields: dropped,
      });
    for (let page = 0; page < maximumPages; page++) {
      const fields = request.fields.filter((field) => !dropped.includes(field));
      const query: Record<string, string> = { fields: fields.join(","), limit: pageSize };
      if (after !== undefined) query["after"] = after;
      const answer = await call(credentials, { path: request.path, query }, meter);
      if (!answer.ok) {
        const unknownField = answer.trouble.kind === "field-unknown" ? answer.trouble.field : null;
        if (unknownField !== null && fields.includes(unknownField)) {
          dropped.push(unknownField);
          continue;
        }
        return page === 0 || items.length === 0 ? failed(meter, answer.trouble) : partial(answer.trouble);
      }
      const parsed = pageShape.safeParse(answer.body);
      if (!parsed.success) {
        const trouble = networkTrouble("a list answer without data");
        return items.length === 0 ? failed(meter, trouble) : partial(trouble);
      }
      for (const raw of parsed.data.data) {
        const item = read(raw);
        if (item !== null) items.push(item);
        // Nobody can say whose entry this was: no id may be counted as gone because of it.
        else unreadable = networkTrouble("a list entry without a readable id");
      }
      const next = parsed.data.paging?.next;
      const cursor = parsed.data.paging?.cursors?.after;
      if (next === undefined) return partial(null);
      if (cursor === undefined || seenCursors.has(cursor)) {
        return partial(networkTrouble("the list repeats itself instead of ending"));
      }
      seenCursors.add(cursor);
      after = cursor;
    }
    return partial(networkTrouble("the list does not end within 1,000 pages"));
  }

  return {
    async readPortfolio(credentials, businessId) {
      const meter = newMeter();
      const request = { path: businessId, query: { fields: "id,name,verification_status" } };
      const answer = await call(credentials, request, meter);
      if (!answer.ok) return failed(meter, answer.trouble);
      const parsed = portfolioShape.safeParse(answer.body);
      if (!parsed.success) return failed(meter, networkTrouble("a portfolio without an id"));
      const { id, name, verification_status } = parsed.data;
      return answered(meter, { id, name, verificationStatus: verification_status });
    },

    async listWabas(credentials, businessId) {
      const meter = newMeter();
      const fields = ["id", "name"];
      const owned = await readPages(
        credentials,
        { path: `${businessId}/owned_whatsapp_business_accounts`, fields },
        readWaba,
        meter,
      );
      if (!owned.ok) return owned;
      // Only partners have clients; a portfolio without that right is complete without them.
      const clients = await readPages(
        credentials,
        { path: `${businessId}/client_whatsapp_business_accounts`, fields },
        readWaba,
        meter,
      );
      if (!clients.ok) {
        if (noClients.has(clients.trouble.kind)) return { ...owned, calls: meter.calls, usage: meter.usage };
        return answered(meter, {
          ...owned.value,
          complete: false,
          trouble: owned.value.trouble ?? clients.trouble,
        });
      }
      return answered(meter, {
        items: lastById<WabaSighting>([...owned.value.items, ...clients.value.items]),
        complete: owned.value.complete && clients.value.complete,
        trouble: owned.value.trouble ?? clients.value.trouble,
        droppedFields: [],
      });
    },

    async readWaba(credentials, wabaId) {
      const meter = newMeter();
      const answer = await call(credentials, { path: wabaId, query: { fields: "id,name" } }, meter);
      if (!answer.ok) return failed(meter, answer.trouble);
      const waba = readWaba(answer.body);
      return waba === null ? failed(meter, networkTrouble("a WABA without an id")) : answered(meter, waba);
    },

    async listPhoneNumbers(credentials, wabaId, droppedFields) {
      const meter = newMeter();
      const fields = phoneNumberFields.filter((field) => !droppedFields.includes(field));
      return readPages(credentials, { path: `${wabaId}/phone_numbers`, fields }, readPhoneNumber, meter);
    },

    async debugToken(credentials) {
      const meter = newMeter();
      const { appId, appSecret, accessToken } = credentials;
      const token = appId !== null && appSecret !== null ? `${appId}|${appSecret}` : accessToken;
      const request = { path: "debug_token", query: { input_token: accessToken }, token };
      const answer = await call(credentials, request, meter);
      if (!answer.ok) return failed(meter, answer.trouble);
      const reading = readToken(answer.body);
      return reading === null
        ? failed(meter, networkTrouble("a token answer without data"))
        : answered(meter, reading);
    },

    async subscribeApp(credentials, wabaId) {
      const meter = newMeter();
      const request = { method: "POST" as const, path: `${wabaId}/subscribed_apps`, query: {} };
      const answer = await call(credentials, request, meter);
      return answer.ok ? answered(meter, { subscribed: true }) : failed(meter, answer.trouble);
    },
  };
}

/** Meta's ways of saying that a business is no partner; asking for its own WABAs has shown that the token is alive. */
const noClients = new Set<GraphTrouble["kind"]>(["asset-lost", "permission-missing", "request-invalid"]);

interface Meter {
  calls: number;
  usage: GraphUsage;
}
const newMeter = (): Meter => ({ calls: 0, usage: noUsage });

function answered<T>(meter: Meter, value: T): GraphAnswer<T> {
  return { ok: true, value, calls: meter.calls, usage: meter.usage };
}

function failed(meter: Meter, trouble: GraphTrouble): { ok: false; trouble: GraphTrouble } & Meter {
  return { ok: false, trouble, calls: meter.calls, usage: meter.usage };
}

/** Meta sometimes lists an id twice across pages; the later sighting counts. */
function lastById<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
