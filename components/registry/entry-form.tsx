"use client";

import { useQuery } from "@tanstack/react-query";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { entryNames, type EntryKind } from "@/lib/core/registry/entry-state.ts";
import { CountryField } from "./country-field.tsx";
import { typedKinds } from "./declared-kind-words.ts";
import { DeclaredKindFields } from "./declared-kind-fields.tsx";
import { OwnerFields } from "./owner-fields.tsx";
import {
  actOnEntry,
  activationMethodsQuery,
  createEntry,
  updateEntry,
  type RegistryEntry,
} from "./queries.ts";
import { RegistryForm } from "./registry-form.tsx";
import { given, typedTags } from "./typed-values.ts";

const fields = ["key", "name", "owner", "tags", "activationMethodId", "country", "declaredKinds"];
const examples = {
  "opt-in-source": { name: "Checkout DE", key: "checkout-de", submit: "Add the source" },
  campaign: { name: "Spring sale", key: "spring-2026", submit: "Add the campaign" },
} as const;

interface EntryFormProps {
  kind: EntryKind;
  /** Absent: a new one. Unregistered: it is claimed. */
  entry?: RegistryEntry;
}

/** Registers a source or campaign, claims one that data brought, or changes one. */
export function EntryForm({ kind, entry }: EntryFormProps) {
  const isSource = kind === "opt-in-source";
  const methods = useQuery({ ...activationMethodsQuery, enabled: isSource });
  const isClaim = entry?.state === "unregistered";
  const send = (typed: FormData) => {
    const name = formText(typed, "name") ?? "";
    const owner = formText(typed, "owner");
    const tags = typedTags(typed);
    const method = isSource ? { activationMethodId: formText(typed, "activationMethodId") } : {};
    const country = isSource ? { country: formText(typed, "country") } : {};
    const kinds = isSource ? typedKinds(typed) : null;
    const declared = kinds === null ? {} : { declaredKinds: kinds };
    if (entry === undefined) {
      const key = formText(typed, "key") ?? "";
      return createEntry(kind, {
        ...given({ key, name, owner, tags, ...country, ...declared }),
        ...orNothing(method),
      });
    }
    return isClaim
      ? actOnEntry(kind, entry.id, "claim", {
          ...given({ name, owner, tags, ...country, ...declared }),
          ...orNothing(method),
        })
      : updateEntry(kind, entry.id, {
          name,
          owner: owner ?? null,
          tags,
          ...given(method),
          ...(isSource ? { country: country.country ?? null, declaredKinds: kinds } : {}),
        });
  };
  if (isSource && methods.data?.data.length === 0) {
    return <p className="text-ink-2">Add an activation method first: each source belongs to one.</p>;
  }
  return (
    <RegistryForm
      fields={fields}
      submitLabel={entry === undefined ? examples[kind].submit : isClaim ? "Claim it" : "Save changes"}
      pendingLabel={entry === undefined ? "Adding…" : isClaim ? "Claiming…" : "Saving…"}
      send={send}
      done={(saved) => `${saved.name} was ${entry === undefined ? "added" : isClaim ? "claimed" : "saved"}.`}
      keepsValues={entry !== undefined}
    >
      {(fault) => (
        <>
          <TextField
            name="name"
            label="Name"
            required
            maxLength={128}
            placeholder={examples[kind].name}
            defaultValue={entry?.name ?? ""}
            fault={fault("name")}
          />
          {entry === undefined ? (
            <TextField
              name="key"
              label="Key"
              required
              maxLength={128}
              autoCapitalize="off"
              spellCheck={false}
              placeholder={examples[kind].key}
              hint={`How your systems name this ${entryNames[kind]}. It cannot change later.`}
              fault={fault("key")}
            />
          ) : null}
          {isSource ? (
            <SelectField
              // Its value cannot be chosen before the list is there.
              key={methods.data === undefined ? "reading" : "read"}
              name="activationMethodId"
              label="Activation method"
              defaultValue={entry?.activationMethodId ?? ""}
              fault={fault("activationMethodId")}
            >
              <option value="">Choose one</option>
              {(methods.data?.data ?? [])
                .filter(({ id, state }) => state !== "retired" || id === entry?.activationMethodId)
                .map((method) => (
                  <option key={method.id} value={method.id}>
                    {method.name}
                  </option>
                ))}
            </SelectField>
          ) : null}
          {isSource ? <CountryField country={entry?.country ?? null} fault={fault("country")} /> : null}
          {isSource ? (
            <DeclaredKindFields
              declared={entry?.declaredKinds ?? null}
              ofWhom="Chosen here, they stand for this source instead of what its method declares."
              fault={fault}
            />
          ) : null}
          <OwnerFields owner={entry?.owner ?? null} tags={entry?.tags ?? []} fault={fault} />
        </>
      )}
    </RegistryForm>
  );
}

/** An empty choice is sent as such, so that the server says at the field that one must be chosen. */
function orNothing(method: { activationMethodId?: string | undefined }) {
  return "activationMethodId" in method ? { activationMethodId: method.activationMethodId ?? "" } : {};
}
