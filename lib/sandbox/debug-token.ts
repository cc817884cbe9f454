import { mayRead, type CallContext } from "./call-context.ts";
import { badParameter, invalidToken } from "./graph-error.ts";
import type { JsonObject } from "./json-object.ts";
import { unixSeconds } from "./node-view.ts";

const allScopes = ["whatsapp_business_management", "whatsapp_business_messaging", "business_management"];

/** What a token is and may see. A dead token is an answer (HTTP 200, `is_valid: false`), not an error. */
export function debugToken(context: CallContext): JsonObject {
  const { call, state } = context;
  const input = call.params.get("input_token");
  if (input === null || input === "") throw badParameter("The parameter input_token is required");
  const fault = context.faults.use("token-invalid", () => input === state.accessToken);
  const error = input === state.accessToken ? fault && invalidToken(fault.subcode) : invalidToken();
  const expires = context.faults.use("token-expires");
  const expiry = expires?.at ?? 0;
  const isExpired = expiry > 0 && state.now() >= expiry;
  if (error !== undefined || isExpired) {
    const { code, message, subcode } = (error ?? invalidToken(463)).details;
    return {
      data: {
        ...(input === state.accessToken ? { app_id: state.appId } : {}),
        is_valid: false,
        error: { code, message, ...(subcode === undefined ? {} : { subcode }) },
        scopes: [],
      },
    };
  }
  const missing = context.faults.use("scope-missing")?.scope;
  const scopes = allScopes.filter((scope) => scope !== missing);
  return {
    data: {
      app_id: state.appId,
      type: "SYSTEM_USER",
      application: "Staygreen Sandbox",
      data_access_expires_at: 0,
      expires_at: unixSeconds(expires?.shownAt ?? expiry),
      is_valid: true,
      issued_at: 1_757_318_400,
      scopes,
      granular_scopes: scopes.map((scope) => granularScope(scope, context)),
      user_id: systemUserId,
    },
  };
}

/** The system user behind the sandbox's token. */
export const systemUserId = "122100448812345678";

function granularScope(scope: string, context: CallContext): JsonObject {
  const { portfolios } = context.state.world;
  if (scope === "business_management")
    return { scope, target_ids: portfolios.map((portfolio) => portfolio.id) };
  const wabas = portfolios.flatMap((portfolio) => portfolio.wabas);
  return { scope, target_ids: wabas.filter((waba) => mayRead(context, waba.id)).map((waba) => waba.id) };
}
