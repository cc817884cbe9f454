"use client";

import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { SelectField, TextAreaField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { mostRampSteps, rampUnits } from "@/lib/core/registry/ramp.ts";
import { typedKinds } from "./declared-kind-words.ts";
import { DeclaredKindFields } from "./declared-kind-fields.tsx";
import { methodKindLabels } from "./method-kind-labels.ts";
import { OwnerFields } from "./owner-fields.tsx";
import { createMethod, updateMethod } from "./queries.ts";
import { rampLines, typedRamp } from "./ramp-words.ts";
import { RegistryForm } from "./registry-form.tsx";
import { given, typedInstant, typedTags } from "./typed-values.ts";
import { wallTime } from "./wall-time.ts";

const fields = ["name", "kind", "owner", "tags", "launchedAt", "plannedLaunchAt", "ramp", "declaredKinds"];

/** Adds an activation method, or changes the one given. */
export function MethodForm({ method }: { method?: ActivationMethodDto }) {
  const timeZone = useTimeZone();
  const isOpen = method === undefined || method.state === "draft" || method.state === "scheduled";
  const shownLaunch = wallTime(method?.launchedAt ?? null, timeZone);
  const shownPlan = wallTime(method?.plannedLaunchAt ?? null, timeZone);
  const shownRamp = rampLines(method?.ramp ?? null);
  const send = (typed: FormData) => {
    const name = formText(typed, "name") ?? "";
    const kind = formText(typed, "kind");
    const owner = formText(typed, "owner");
    const tags = typedTags(typed);
    const launchedAt = typedInstant(typed, "launchedAt", timeZone);
    const plannedLaunchAt = typedInstant(typed, "plannedLaunchAt", timeZone);
    const unit = rampUnits.find((one) => one === formText(typed, "rampUnit")) ?? "opt-ins";
    const declaredKinds = typedKinds(typed);
    const ramp = typedRamp(unit, formText(typed, "ramp") ?? "");
    return method === undefined
      ? createMethod(
          given({
            ...{ name, kind, owner, tags, launchedAt, plannedLaunchAt },
            ramp: ramp ?? undefined,
            declaredKinds: declaredKinds ?? undefined,
          }),
        )
      : updateMethod(method.id, {
          ...given({ name, kind, tags }),
          owner: owner ?? null,
          declaredKinds,
          // The field shows minutes: left as it was, it must not cut off the seconds.
          ...(isOpen && (formText(typed, "launchedAt") ?? "") !== shownLaunch
            ? { launchedAt: launchedAt ?? null }
            : {}),
          ...(isOpen && (formText(typed, "plannedLaunchAt") ?? "") !== shownPlan
            ? { plannedLaunchAt: plannedLaunchAt ?? null }
            : {}),
          // Left as it was, it must not lose what percents round away.
          ...(method.state === "retired" ||
          ((formText(typed, "ramp") ?? "") === shownRamp && unit === (method.ramp?.unit ?? unit))
            ? {}
            : { ramp }),
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
          <DeclaredKindFields
            declared={method?.declaredKinds ?? null}
            ofWhom="They stand for every source of it that declares nothing itself."
            fault={fault}
          />
          <OwnerFields owner={method?.owner ?? null} tags={method?.tags ?? []} fault={fault} />
          {isOpen ? (
            <TextField
              name="plannedLaunchAt"
              type="datetime-local"
              label="Planned launch (optional)"
              defaultValue={shownPlan}
              hint={`In ${timeZone}. A plan to compare with: nothing happens by itself then.`}
              fault={fault("plannedLaunchAt")}
            />
          ) : null}
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
          {method?.state === "retired" ? null : (
            <>
              <SelectField name="rampUnit" label="Ramp in" defaultValue={method?.ramp?.unit ?? "opt-ins"}>
                <option value="opt-ins">Opt-ins a day</option>
                <option value="deliveries">Deliveries a day</option>
                <option value="share">Percent of all opt-ins</option>
              </SelectField>
              <TextAreaField
                name="ramp"
                label="Ramp (optional)"
                defaultValue={shownRamp}
                placeholder={"0: 100\n7: 500"}
                hint="One step a line: days since the launch, a colon, and at most how much from then on. The first day is 0."
                fault={fault("ramp") ?? rampFaultOf(fault)}
              />
            </>
          )}
        </>
      )}
    </RegistryForm>
  );
}

/** What is wrong with any step; faults stand at ramp.steps.<n>.<field>. */
function rampFaultOf(fault: (field: string) => string | undefined): string | undefined {
  for (let step = 0; step < mostRampSteps; step++) {
    for (const field of ["fromDay", "amount"] as const) {
      const message = fault(`ramp.steps.${step}.${field}`);
      const what = field === "fromDay" ? "the day" : "the amount";
      if (message !== undefined) return `Step ${step + 1}: ${what} ${message}`;
    }
  }
  return fault("ramp.steps");
}
