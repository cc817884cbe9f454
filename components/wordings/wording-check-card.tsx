"use client";

import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SelectField, TextAreaField, TextField } from "@/components/ui/field.tsx";
import { WordingCheck } from "./wording-check.tsx";

/** Held against the opt-in policy before anything is registered: a form's text, a page's HTML, what an IVR says. */
export function WordingCheckCard() {
  return (
    <Card title="Check an opt-in wording">
      <div className="space-y-3">
        <p className="text-ink-2 max-w-prose text-sm">
          Does it say that messages come on WhatsApp, from whom, of what kind, how often and how to stop, and
          does the person agree by an act of its own? Nothing is kept.
        </p>
        <Disclosure summary="Check a text">
          <form className="max-w-3xl space-y-4" onSubmit={(event) => event.preventDefault()}>
            <div className="grid gap-4 sm:grid-cols-2">
              <SelectField name="language" label="Language" defaultValue="en">
                <option value="en">English</option>
                <option value="it">Italian</option>
                <option value="es">Spanish</option>
                <option value="pt">Portuguese</option>
                <option value="de">German</option>
              </SelectField>
              <TextField
                name="business"
                label="Name of the business (optional)"
                maxLength={200}
                hint="Left out: the names that Meta shows for your numbers."
              />
            </div>
            <TextAreaField
              name="text"
              label="What people read or hear"
              rows={6}
              maxLength={20_000}
              hint="Text, HTML, or the transcript of a call. It must not name a person."
            />
            <WordingCheck variant="primary" />
          </form>
        </Disclosure>
      </div>
    </Card>
  );
}
