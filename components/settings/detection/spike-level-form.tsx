"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { updateOrganization } from "@/components/settings/privacy/queries.ts";
import { Button } from "@/components/ui/button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { Notice } from "@/components/ui/notice.tsx";
import type { SpikeLevel } from "@/lib/contracts/organization.ts";
import { levelWords } from "@/lib/core/detection/level-words.ts";

const levels = Object.keys(levelWords) as SpikeLevel[];

/** How many false alarms are put up with for early ones: the promise in words, not a number without a meaning. */
export function SpikeLevelForm({ level }: { level: SpikeLevel }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: updateOrganization,
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <form
      className="max-w-prose space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (change.isPending) return;
        const chosen = formText(new FormData(event.currentTarget), "spikeLevel");
        const spikeLevel = levels.find((one) => one === chosen);
        if (spikeLevel !== undefined) change.mutate({ spikeLevel });
      }}
    >
      <fieldset className="space-y-2">
        <legend className="mb-2">
          While nothing changes but chance and weekdays, let there be, over all signals of a number together,
        </legend>
        {levels.map((one) => (
          <label key={one} className="flex items-baseline gap-2">
            <input type="radio" name="spikeLevel" value={one} defaultChecked={one === level} />
            <span>
              {levelWords[one].words}
              {one === "usual" ? <span className="text-ink-3"> (as installed)</span> : null}
            </span>
          </label>
        ))}
      </fieldset>
      <p className="text-ink-3 text-sm">
        More false alarms buy earlier ones. Rates that drift or wander over weeks are called more often than
        this at every level. All days that are kept are judged anew after a change; people are told of the
        last 48 hours only.
      </p>
      <Button type="submit" variant="primary" pending={change.isPending} pendingText="Saving…">
        Save
      </Button>
      <FormProblem error={change.error} fields={[]} />
      {change.isSuccess ? <Notice live title="Saved. Spikes are being judged anew." /> : null}
    </form>
  );
}
