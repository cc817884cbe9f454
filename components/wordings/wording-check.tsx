"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import type { LintWordingBody } from "@/lib/contracts/wordings.ts";
import { FindingList, findingsSummary } from "./finding-list.tsx";
import { lintWording } from "./queries.ts";

/** Holds what is typed in the form around it against the opt-in policy, before it is kept. Reads its fields language, text and business. */
export function WordingCheck({ variant = "secondary" }: { variant?: "primary" | "secondary" }) {
  const check = useMutation({
    mutationFn: async (body: Partial<LintWordingBody>) => ({ body, answer: await lintWording(body) }),
  });
  return (
    <div className="space-y-3">
      <Button
        type="button"
        variant={variant}
        pending={check.isPending}
        pendingText="Checking…"
        onClick={(event) => {
          const { form } = event.currentTarget;
          if (form !== null) check.mutate(typedWording(new FormData(form)));
        }}
      >
        Check it
      </Button>
      <FormProblem error={check.error} fields={[]} />
      <div role="status">
        {check.data === undefined ? null : (
          <div className="border-line space-y-2 rounded-md border p-3">
            <p className="text-sm font-semibold">
              {findingsSummary(check.data.answer.findings)}
              <span className="text-ink-3 font-normal">
                {" "}
                · looked for the name “{check.data.answer.business}”
              </span>
            </p>
            <FindingList
              findings={check.data.answer.findings}
              text={check.data.body.text ?? ""}
              language={check.data.body.language ?? ""}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function typedWording(typed: FormData): Partial<LintWordingBody> {
  const language = formText(typed, "language");
  const text = formText(typed, "text");
  const business = formText(typed, "business");
  return { language: language ?? "", text: text ?? "", ...(business === undefined ? {} : { business }) };
}
