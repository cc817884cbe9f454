"use client";

import { useQuery } from "@tanstack/react-query";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { TextAreaField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { FindingList, findingsSummary } from "@/components/wordings/finding-list.tsx";
import { WordingCheck } from "@/components/wordings/wording-check.tsx";
import { addWording, wordingsQuery } from "./queries.ts";
import { RegistryForm } from "./registry-form.tsx";
import { given, typedInstant } from "./typed-values.ts";

const fields = ["language", "text", "url", "effectiveAt"];

/** What people read where they opt in, newest version first. */
export function WordingSection({ sourceId, mayWrite }: { sourceId: string; mayWrite: boolean }) {
  const wordings = useQuery(wordingsQuery(sourceId));
  return (
    <div className="space-y-4">
      {mayWrite ? (
        <Disclosure summary="Add a version">
          <WordingForm sourceId={sourceId} />
        </Disclosure>
      ) : null}
      <Loaded query={wordings} what="The list of wordings" skeleton={<SkeletonRows rows={2} />}>
        {(list) =>
          list.data.length === 0 ? (
            <p className="text-ink-3 text-sm">
              No wording is noted. Note what people read here, so that you can say later what they agreed to.
            </p>
          ) : (
            <ol className="divide-line divide-y">
              {list.data.map((wording) => (
                <li key={wording.id} className="py-3 first:pt-0">
                  <p className="text-ink-3 text-xs">
                    Version {wording.version}, {wording.language}, from{" "}
                    <InstantText at={wording.effectiveAt} />
                  </p>
                  <p lang={wording.language} className="mt-1 max-w-prose break-words whitespace-pre-wrap">
                    {wording.text}
                  </p>
                  {wording.url === null ? null : (
                    <a
                      href={wording.url}
                      rel="noreferrer noopener"
                      target="_blank"
                      className="link text-sm break-all"
                    >
                      {wording.url}
                    </a>
                  )}
                  <div className="mt-2">
                    <Disclosure summary={findingsSummary(wording.findings)}>
                      <FindingList
                        findings={wording.findings}
                        text={wording.text}
                        language={wording.language}
                      />
                    </Disclosure>
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </div>
  );
}

function WordingForm({ sourceId }: { sourceId: string }) {
  const timeZone = useTimeZone();
  return (
    <RegistryForm
      fields={fields}
      submitLabel="Add the version"
      pendingLabel="Adding…"
      send={(typed) =>
        addWording(sourceId, {
          language: formText(typed, "language") ?? "",
          text: formText(typed, "text") ?? "",
          effectiveAt: typedInstant(typed, "effectiveAt", timeZone) ?? "",
          ...given({ url: formText(typed, "url") }),
        })
      }
      done={({ version }) => `Version ${version} was added.`}
    >
      {(fault) => (
        <>
          <TextField
            name="language"
            label="Language"
            required
            maxLength={35}
            autoCapitalize="off"
            spellCheck={false}
            placeholder="de"
            hint="Its code, such as de or pt-BR."
            fault={fault("language")}
          />
          <TextField
            name="effectiveAt"
            type="datetime-local"
            label="In use from"
            required
            hint={`In ${timeZone}.`}
            fault={fault("effectiveAt")}
          />
          <div className="sm:col-span-2">
            <TextAreaField
              name="text"
              label="What people read"
              required
              maxLength={4000}
              hint="As it stands there. It must not name a person."
              fault={fault("text")}
            />
          </div>
          <div className="sm:col-span-2">
            <TextField
              name="url"
              type="url"
              label="Where it can be seen (optional)"
              maxLength={2000}
              placeholder="https://shop.example/checkout"
              fault={fault("url")}
            />
          </div>
          <div className="sm:col-span-2">
            <WordingCheck />
          </div>
        </>
      )}
    </RegistryForm>
  );
}
