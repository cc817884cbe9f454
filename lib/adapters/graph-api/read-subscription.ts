import { z } from "zod";
import type { GraphAnswer } from "../../core/collection/graph-api-port.ts";
import type { GraphSession } from "./graph-session.ts";
import { id, readEach } from "./lenient.ts";
import { readPages } from "./read-pages.ts";

const subscribedApp = z.looseObject({ whatsapp_business_api_data: z.looseObject({ id }) });

/**
 * Whether our app gets the WABA's webhooks; any app, when ours is not known. A list that broke off before our app came
 * says nothing: that is trouble, not "no".
 */
export async function readSubscription(
  session: GraphSession,
  wabaId: string,
): Promise<GraphAnswer<{ readonly subscribed: boolean }>> {
  const pages = await readPages(session, { path: `${wabaId}/subscribed_apps`, query: {}, fields: [] });
  const apps = readEach(pages.rows, subscribedApp).map((app) => app.whatsapp_business_api_data.id);
  const subscribed = session.appId === null ? pages.rows.length > 0 : apps.includes(session.appId);
  return pages.trouble !== null && !subscribed
    ? session.failed(pages.trouble)
    : session.answered({ subscribed });
}
