"use client";

import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { methodKindLabels } from "./method-kind-labels.ts";
import { OwnerFields } from "./owner-fields.tsx";
import { createMethod, updateMethod } from "./queries.ts";
import { RegistryForm } from "./registry-form.tsx";
import { given, typedInstant, typedTags } from "./typed-values.ts";
import { wallTime } from "./wall-time.ts";

const fields = ["name", "kind", "owner", "tags", "launchedAt"];

/** Adds an activation method, or changes the one given. */
export function MethodForm({ method }: { method?: ActivationMethodDto }) {
  const timeZone = useTimeZone();
  const isOpen = method === undefined || method.state === "draft" || method.state === "scheduled";
  const shownLaunch = wallTime(method?.launchedAt ?? null, timeZone);
  const send = (typed: FormData) => {
    const name = formText(typed, "name") ?? "";
    const kind = formText(typed, "kind");
    const owner = formText(typed, "owner");
    const tags = typedTags(typed);
    const launchedAt = typedInstant(typed, "launchedAt", timeZone);
    return method === undefined
      ? createMethod(given({ name, kind, owner, tags, launchedAt }))
      : updateMethod(method.id, {
          ...given({ name, kind, tags }),
          owner: owner ?? null,
          // The field shows minutes: left as it was, it must not cut off the seconds.
          ...(isOpen && (formText(typed, "launchedAt") ?? "") !== shownLaunch
            ? { launchedAt: launchedAt ?? null }
            : {}),
        });
  };
  return (
    <RegistryForm
      fields={fields}
      submitLabel={method === undefined ? "Add the method" : "Save changes"}
      pendingLabel={method === undefined ? "Adding…" : "Saving…"}
      send={send}
      done={(saved) => `${saved.name} was ${method === undefined ? "added" : "saved"}.`}
      keepsValues={method !== undefined}
    >
      {(fault) => (
        <>
          <TextField
            name="name"
            label="Name"
            required
            maxLength={120}
            placeholder="Checkout tick box"
            defaultValue={method?.name ?? ""}
            fault={fault("name")}
          />
          <SelectField
            name="kind"
            label="Kind"
            defaultValue={method?.kind ?? "website"}
            fault={fault("kind")}
          >
            {Object.entries(methodKindLabels).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </SelectField>
          <OwnerFields owner={method?.owner ?? null} tags={method?.tags ?? []} fault={fault} />
          {isOpen ? (
            <TextField
              name="launchedAt"
              type="datetime-local"
              label="Launch (optional)"
              defaultValue={shownLaunch}
              hint={`In ${timeZone}. A past time means launched, a later one scheduled, none a draft.`}
              fault={fault("launchedAt")}
            />
          ) : null}
        </>
      )}
    </RegistryForm>
  );
}
