import type { ActivationMethodDto, CreateActivationMethodBody } from "@/lib/contracts/registry.ts";
import { formText } from "@/components/ui/form-text.ts";
import { methodKindLabels } from "./method-kind-labels.ts";

type MethodKind = ActivationMethodDto["kind"];

function isMethodKind(text: string): text is MethodKind {
  return text in methodKindLabels;
}

export const methodKinds = Object.keys(methodKindLabels).filter(isMethodKind);

/** The request for what was typed; what is missing is left out for the server to name. */
export function readMethodForm(
  form: FormData,
  launchedAt: string | undefined,
): Partial<CreateActivationMethodBody> {
  const kind = formText(form, "kind") ?? "";
  const owner = formText(form, "owner");
  return {
    name: formText(form, "name") ?? "",
    ...(isMethodKind(kind) ? { kind } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(launchedAt === undefined ? {} : { launchedAt }),
  };
}
