"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";

interface ActButtonProps {
  label: string;
  /** Which entry: read after the label by screen readers. */
  about: string;
  question: string;
  confirmLabel: string;
  act: () => Promise<unknown>;
  /** What will happen. */
  children: ReactNode;
}

/** One step of an entry's life, after a question; why it was refused stands below. */
export function ActButton({ act, children, ...words }: ActButtonProps) {
  const client = useQueryClient();
  const run = useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries() });
  return (
    <div className="flex flex-col items-start gap-2">
      <ConfirmButton {...words} pending={run.isPending} onConfirm={() => run.mutate()}>
        {children}
      </ConfirmButton>
      <FormProblem error={run.error} />
    </div>
  );
}
