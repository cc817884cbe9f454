"use client";

import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { given } from "@/components/registry/typed-values.ts";
import { TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { addPageLink, uploadEvidence } from "./queries.ts";

/** Two ways to add evidence: a file, or the address of a page. */
export function EvidenceForms({ methodId }: { methodId: string }) {
  return (
    <div className="space-y-6">
      <RegistryForm
        fields={["file", "note"]}
        submitLabel="Seal the file"
        pendingLabel="Sending…"
        send={(typed) => {
          const file = typed.get("file");
          const note = formText(typed, "note");
          return uploadEvidence(
            { activationMethodId: methodId, ...(note === undefined ? {} : { note }) },
            file instanceof File ? file : new File([], ""),
          );
        }}
        done={() => "It is sealed."}
      >
        {(fault) => (
          <>
            <TextField
              name="file"
              type="file"
              label="Screenshot or document"
              accept=".png,.jpg,.jpeg,.webp,.pdf"
              hint="PNG, JPEG, WebP or PDF, up to 5 MB. It must not show who opted in: it cannot be removed."
              fault={fault("file")}
            />
            <TextField name="note" label="Note (optional)" maxLength={1000} fault={fault("note")} />
          </>
        )}
      </RegistryForm>
      <RegistryForm
        fields={["url", "note"]}
        submitLabel="Seal the page's address"
        pendingLabel="Sending…"
        send={(typed) =>
          addPageLink({
            activationMethodId: methodId,
            url: formText(typed, "url") ?? "",
            ...given({ note: formText(typed, "note") }),
          })
        }
        done={() => "It is sealed."}
      >
        {(fault) => (
          <>
            <TextField
              name="url"
              type="url"
              label="Page where people are asked"
              maxLength={2000}
              placeholder="https://shop.example/checkout"
              fault={fault("url")}
            />
            <TextField name="note" label="Note (optional)" maxLength={1000} fault={fault("note")} />
          </>
        )}
      </RegistryForm>
    </div>
  );
}
