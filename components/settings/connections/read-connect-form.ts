import type { ConnectionDraft } from "@/components/connections/queries.ts";
import { formText, formWords } from "@/components/ui/form-text.ts";

const optional = ["businessId", "appId", "appSecret", "verifyToken"] as const;

/** The request for what was typed; empty optional fields are left out. */
export function readConnectForm(form: FormData): ConnectionDraft {
  const draft: ConnectionDraft = {
    name: formText(form, "name") ?? "",
    accessToken: formText(form, "accessToken") ?? "",
    wabaIds: formWords(form, "wabaIds"),
  };
  for (const field of optional) {
    const text = formText(form, field);
    if (text !== undefined) draft[field] = text;
  }
  const pace = formText(form, "pollIntervalSeconds");
  if (pace !== undefined) draft.pollIntervalSeconds = Number(pace);
  return draft;
}
