"use client";

import { changeHoldSettings } from "@/components/holding/queries.ts";
import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import type { HoldSettingsDto } from "@/lib/contracts/holds.ts";
import { readShares } from "./read-shares.ts";

/** The rules for holds that are asked for from now on. */
export function RulesForm({ settings }: { settings: HoldSettingsDto }) {
  const { mode, proposes, approvals, coolDownHours, rampSteps, rampStepHours } = settings;
  return (
    <RegistryForm
      fields={["mode", "proposes", "approvals", "coolDownHours", "rampSteps", "rampStepHours"]}
      submitLabel="Save"
      pendingLabel="Saving…"
      keepsValues
      send={(typed) =>
        changeHoldSettings({
          mode: formText(typed, "mode"),
          proposes: typed.get("proposes") === "yes",
          approvals: Number(formText(typed, "approvals")),
          coolDownHours: Number(formText(typed, "coolDownHours")),
          rampSteps: readShares(formText(typed, "rampSteps") ?? ""),
          rampStepHours: Number(formText(typed, "rampStepHours")),
        })
      }
      done={() => "Saved. Holds under way keep the rules they began with."}
    >
      {(fault) => (
        <>
          <SelectField
            name="mode"
            label="Orders"
            defaultValue={mode}
            hint="Live only after the receiver accepted a dry run."
            fault={fault("mode")}
          >
            <option value="off">Off: nobody can ask for a hold</option>
            <option value="dry-run">Dry run: orders are sent and hold nothing</option>
            <option value="live">Live: orders hold sends</option>
          </SelectField>
          <SelectField
            name="proposes"
            label="When the guard calls a launch harmful"
            defaultValue={proposes ? "yes" : "no"}
            hint="People still have to agree."
            fault={fault("proposes")}
          >
            <option value="no">Only tell people</option>
            <option value="yes">Tell people and ask for a hold</option>
          </SelectField>
          <SelectField
            name="approvals"
            label="Who has to agree"
            defaultValue={String(approvals)}
            hint="To a hold, and to a release before its time."
            fault={fault("approvals")}
          >
            <option value="2">Two people</option>
            <option value="1">One person is enough</option>
          </SelectField>
          <TextField
            name="coolDownHours"
            type="number"
            min={1}
            max={720}
            label="Cool-down, in hours"
            defaultValue={coolDownHours}
            hint="Before this nothing goes back by itself."
            fault={fault("coolDownHours")}
          />
          <TextField
            name="rampSteps"
            label="The way back, in % of the usual volume"
            defaultValue={rampSteps.map((share) => Math.round(share * 1_000) / 10).join(", ")}
            hint="Rising, with 100 at the end."
            fault={fault("rampSteps")}
          />
          <TextField
            name="rampStepHours"
            type="number"
            min={1}
            max={720}
            label="Each step, in hours"
            defaultValue={rampStepHours}
            fault={fault("rampStepHours")}
          />
        </>
      )}
    </RegistryForm>
  );
}
