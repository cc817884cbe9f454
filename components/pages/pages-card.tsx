"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { PageRow } from "./page-row.tsx";
import { pagesQuery, watchPage, type PageSubject } from "./queries.ts";

/** The public pages where people are asked: when each was read last, when it changed, and what changed. */
export function PagesCard({ subject }: { subject: PageSubject }) {
  const pages = useQuery(pagesQuery(subject));
  const mayWrite = useCan("registry.write");
  return (
    <Card id="pages" title="Watched pages">
      <div className="space-y-4">
        <p className="text-ink-2 max-w-prose text-sm">
          Staygreen reads these public pages again and again. When the text of one changes, the new text is
          sealed as evidence and the change is marked on the charts.
        </p>
        {mayWrite ? (
          <Disclosure summary="Watch a page">
            <WatchForm subject={subject} />
          </Disclosure>
        ) : null}
        <Loaded query={pages} what="The list of watched pages" skeleton={<SkeletonRows rows={2} />}>
          {(list) =>
            list.data.length === 0 ? (
              <p className="text-ink-3 text-sm">No page is watched: a change of its text would go unseen.</p>
            ) : (
              <ul className="divide-line divide-y">
                {list.data.map((page) => (
                  <PageRow key={page.id} page={page} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Card>
  );
}

function WatchForm({ subject }: { subject: PageSubject }) {
  return (
    <RegistryForm
      fields={["url", "everyHours"]}
      submitLabel="Watch it"
      pendingLabel="Sending…"
      send={(typed) =>
        watchPage({
          ...subject,
          url: formText(typed, "url") ?? "",
          everyHours: Number(formText(typed, "everyHours")),
        })
      }
      done={() => "It is watched. The first look comes within a minute."}
    >
      {(fault) => (
        <>
          <TextField
            name="url"
            type="url"
            label="Public page where people are asked"
            maxLength={2000}
            placeholder="https://shop.example/checkout"
            hint="Anybody must be able to open it without signing in. It must not name people who opted in."
            fault={fault("url")}
          />
          <SelectField name="everyHours" label="How often" defaultValue="24" fault={fault("everyHours")}>
            <option value="1">Every hour</option>
            <option value="6">Every 6 hours</option>
            <option value="24">Every day</option>
            <option value="168">Every week</option>
          </SelectField>
        </>
      )}
    </RegistryForm>
  );
}
