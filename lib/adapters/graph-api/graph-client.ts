import type { GraphApiPort, GraphCredentials } from "../../core/collection/graph-api-port.ts";
import { compareTemplates } from "./compare-templates.ts";
import { createGraphSessions, type GraphClientOptions } from "./graph-session.ts";
import { phoneNumberFields, readPhoneNumber, readToken, readWaba } from "./graph-shapes.ts";
import { listTemplates } from "./list-templates.ts";
import { listWabas } from "./list-wabas.ts";
import { readMessagingAnalytics } from "./read-messaging-analytics.ts";
import { readList } from "./read-pages.ts";
import { readPortfolio } from "./read-portfolio.ts";
import { readPricingAnalytics } from "./read-pricing-analytics.ts";
import { readSubscription } from "./read-subscription.ts";
import { readTemplateAnalytics } from "./read-template-analytics.ts";
import { readWabaDetails } from "./read-waba-details.ts";

/** The Graph API client: paging, field fallback, retries of passing faults. See docs/graph-api.md for Meta's facts. */
export function createGraphClient(options: GraphClientOptions): GraphApiPort {
  const open = createGraphSessions(options);
  const millisecondsWork = new Set<string>();

  return {
    readPortfolio: (credentials, businessId) => readPortfolio(open(credentials), businessId),
    listWabas: (credentials, businessId) => listWabas(open(credentials), businessId),

    async readWaba(credentials, wabaId) {
      const session = open(credentials);
      const answer = await session.call({ path: wabaId, query: { fields: "id,name" } });
      if (!answer.ok) return session.failed(answer.trouble);
      const waba = readWaba(answer.body);
      return waba === null
        ? session.failed(session.misshapen("a WABA without an id", answer.body))
        : session.answered(waba);
    },

    listPhoneNumbers(credentials, wabaId, droppedFields) {
      const fields = phoneNumberFields.filter((field) => !droppedFields.includes(field));
      return readList(open(credentials), { path: `${wabaId}/phone_numbers`, fields }, readPhoneNumber);
    },

    readWabaDetails: (credentials, wabaId, dropped) => readWabaDetails(open(credentials), wabaId, dropped),
    listTemplates: (credentials, wabaId, dropped) => listTemplates(open(credentials), wabaId, dropped),
    compareTemplates: (credentials, pair) => compareTemplates(open(credentials), pair, millisecondsWork),
    readTemplateAnalytics: (credentials, wabaId, asked) =>
      readTemplateAnalytics(open(credentials), wabaId, asked),
    readMessagingAnalytics: (credentials, wabaId, asked) =>
      readMessagingAnalytics(open(credentials), wabaId, asked),
    readPricingAnalytics: (credentials, wabaId, span) =>
      readPricingAnalytics(open(credentials), wabaId, span),
    readSubscription: (credentials, wabaId) => readSubscription(open(credentials), wabaId),

    async debugToken(credentials) {
      const session = open(credentials);
      const query = { input_token: credentials.accessToken };
      const answer = await session.call({ path: "debug_token", query, token: askingToken(credentials) });
      if (!answer.ok) return session.failed(answer.trouble);
      const reading = readToken(answer.body);
      return reading === null
        ? session.failed(session.misshapen("a token answer without data", answer.body))
        : session.answered(reading);
    },

    async subscribeApp(credentials, wabaId) {
      const session = open(credentials);
      const answer = await session.call({ method: "POST", path: `${wabaId}/subscribed_apps`, query: {} });
      return answer.ok ? session.answered({ subscribed: true }) : session.failed(answer.trouble);
    },
  };
}

/** The app's own token may ask about any token of the app; without its secret, a token may ask about itself. */
function askingToken({ appId, appSecret, accessToken }: GraphCredentials): string {
  return appId !== null && appSecret !== null ? `${appId}|${appSecret}` : accessToken;
}
