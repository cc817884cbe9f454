import type { CreateChannelBody } from "@/lib/contracts/channels.ts";
import { isSeverity } from "@/lib/core/alerting/severity.ts";
import { formText, formWords } from "@/components/ui/form-text.ts";

export type ChannelKind = CreateChannelBody["kind"];

/** The request for what was typed; faults are left for the server to name. */
export function readChannelForm(kind: ChannelKind, form: FormData): CreateChannelBody {
  const severity = formText(form, "minSeverity") ?? "";
  const common = {
    name: formText(form, "name") ?? "",
    minSeverity: isSeverity(severity) ? severity : ("SEV2" as const),
  };
  const url = formText(form, "url") ?? "";
  switch (kind) {
    case "email":
      return { kind, ...common, to: formWords(form, "to") };
    case "slack":
      return { kind, ...common, url };
    case "webhook": {
      const secret = formText(form, "secret");
      return { kind, ...common, url, ...(secret === undefined ? {} : { secret }) };
    }
  }
}
