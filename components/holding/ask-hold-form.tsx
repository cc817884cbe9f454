"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { methodSourcesQuery } from "@/components/launches/queries.ts";
import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { TextAreaField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { HoldSettingsDto } from "@/lib/contracts/holds.ts";
import { askHold } from "./queries.ts";

/** Asks for a hold of the whole method or of some of its sources. */
export function AskHoldForm({ methodId, rules }: { methodId: string; rules: HoldSettingsDto }) {
  const sources = useQuery(methodSourcesQuery(methodId));
  const label = rules.mode === "live" ? "Ask for the hold" : "Ask for the dry run";
  return (
    <Loaded query={sources} what="The list of sources" skeleton={<SkeletonRows rows={2} />}>
      {({ data }) => (
        <RegistryForm
          fields={["reason", "sourceIds"]}
          submitLabel={label}
          pendingLabel="Asking…"
          send={(typed) => {
            const chosen = typed.getAll("sourceIds").map(String);
            return askHold({
              activationMethodId: methodId,
              reason: formText(typed, "reason") ?? "",
              ...(chosen.length === 0 ? {} : { sourceIds: chosen }),
            });
          }}
          done={({ state }) => (state === "asked" ? "Asked. Tell a second person." : "The order goes out.")}
        >
          {(fault) => (
            <>
              <TextAreaField
                name="reason"
                label="Why"
                maxLength={500}
                required
                hint="Goes to whoever has to agree, and to the system that sends."
                fault={fault("reason")}
              />
              {data.length < 2 ? null : (
                <fieldset className="min-w-0">
                  <legend className="mb-1 text-sm font-medium">Only these sources (none: all of them)</legend>
                  <div className="max-h-48 space-y-1 overflow-y-auto">
                    {data.map((source) => (
                      <label key={source.id} className="flex items-baseline gap-2">
                        <input type="checkbox" name="sourceIds" value={source.id} />
                        <span className="break-words">{source.name}</span>
                      </label>
                    ))}
                  </div>
                  {fault("sourceIds") === undefined ? null : (
                    <p className="text-red-ink mt-1 text-sm font-medium">{fault("sourceIds")}</p>
                  )}
                </fieldset>
              )}
            </>
          )}
        </RegistryForm>
      )}
    </Loaded>
  );
}
