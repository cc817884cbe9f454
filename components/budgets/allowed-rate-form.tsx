"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import type { BudgetDetailDto } from "@/lib/contracts/budgets.ts";
import { budgetQuery, setBudget } from "./queries.ts";

const fields = ["allowedRate"];

/** How many negative signals are in order: typed per 1,000 exposures, as rates are shown. */
export function AllowedRateForm({ budget }: { budget: BudgetDetailDto }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (allowedRate: number | null) => setBudget(budget, { allowedRate }),
    onSuccess: (saved) => {
      client.setQueryData(budgetQuery(budget).queryKey, saved);
      return client.invalidateQueries({ queryKey: ["budgets"] });
    },
  });
  const form = useFocusFault(change.error);
  const shown =
    budget.allowedRate === null ? "" : String(Number((budget.allowedRate * 1_000).toPrecision(3)));
  const isSet = budget.from === "set-by-user";
  return (
    <form
      ref={form}
      noValidate
      className="max-w-md space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (change.isPending) return;
        const typed = formText(new FormData(event.currentTarget), "allowedRate");
        const rate = Number(typed?.replace(",", ".") ?? Number.NaN) / 1_000;
        // What is no number must not arrive as none, which would take the rate back: the server refuses 0 in words.
        change.mutate(Number.isFinite(rate) ? rate : 0);
      }}
    >
      <TextField
        key={shown}
        name="allowedRate"
        label="Allowed blocks, reports and opt-outs per 1,000 exposures"
        inputMode="decimal"
        autoComplete="off"
        defaultValue={shown}
        hint="Suspected blocks are not among them. All days are judged anew by it, and people are told when it burns."
        fault={faultOf(change.error, "allowedRate")}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" pending={change.isPending} pendingText="Saving…">
          Set the allowed rate
        </Button>
        {isSet ? (
          <Button disabled={change.isPending} onClick={() => change.mutate(null)}>
            Back to its own history
          </Button>
        ) : null}
        <span role="status" className="text-ink-2 text-sm">
          {change.isSuccess ? "Saved." : ""}
        </span>
      </div>
      <FormProblem error={change.error} fields={fields} />
    </form>
  );
}
