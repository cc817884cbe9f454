import type { CallContext } from "./call-context.ts";
import type { JsonObject } from "./json-object.ts";
import type { Waba } from "./world-model.ts";

/** Which app listens to an account: GET lists, POST subscribes the token's app, DELETE stops. */
export function subscribedApps(waba: Waba, { call, state }: CallContext): JsonObject {
  if (call.method === "POST") {
    state.subscriptions.set(waba.id, { overrideCallbackUrl: call.params.get("override_callback_uri") });
    return { success: true };
  }
  if (call.method === "DELETE") {
    state.subscriptions.delete(waba.id);
    return { success: true };
  }
  const subscription = state.subscriptions.get(waba.id);
  if (subscription === undefined) return { data: [] };
  const { overrideCallbackUrl } = subscription;
  return {
    data: [
      {
        whatsapp_business_api_data: {
          id: state.appId,
          link: "https://sandbox.invalid/app",
          name: "Staygreen Sandbox",
        },
        ...(overrideCallbackUrl === null ? {} : { override_callback_uri: overrideCallbackUrl }),
      },
    ],
  };
}
