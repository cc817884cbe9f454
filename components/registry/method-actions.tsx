"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "@/components/me/me-provider.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { TextAreaField } from "@/components/ui/field.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import {
  mayMoveMethod,
  methodActions,
  methodMoves,
  type MethodAction,
} from "@/lib/core/registry/method-transition.ts";
import { moveMethod } from "./queries.ts";

const words: Readonly<Record<MethodAction, { label: string; what: string }>> = {
  launch: {
    label: "Launch",
    what: "It counts as launched from now on. For another time, change its launch instead.",
  },
  hold: {
    label: "Hold",
    what: "Staygreen notes from when it was held. Stop asking for opt-ins where it runs: Staygreen cannot do that for you.",
  },
  resume: { label: "Resume", what: "Staygreen notes that it runs again." },
  retire: {
    label: "Retire",
    what: "It ends for good. Its history and its sources stay, and what still comes in is counted.",
  },
};

/** The steps that a method may take now, as far as one may take them. */
export function MethodActions({ method }: { method: ActivationMethodDto }) {
  const { rights } = useMe();
  const possible = methodActions.filter(
    (action) => mayMoveMethod(method.state, action) && rights.includes(methodMoves[action].right),
  );
  if (possible.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {possible.map((action) => (
        <MoveButton key={action} method={method} action={action} />
      ))}
    </div>
  );
}

/** One step, after a question that asks for the reason; why it was refused stands below. */
function MoveButton({ method, action }: { method: ActivationMethodDto; action: MethodAction }) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const move = useMutation({
    mutationFn: () => moveMethod(method.id, action, reason.trim()),
    onSuccess: () => setReason(""),
    onSettled: () => client.invalidateQueries(),
  });
  const { label, what } = words[action];
  return (
    <div className="flex flex-col items-start gap-2">
      <ConfirmButton
        label={label}
        about={method.name}
        question={`${label} ${method.name}?`}
        confirmLabel={label}
        pending={move.isPending}
        onConfirm={() => move.mutate()}
      >
        <div className="space-y-3">
          <p>{what}</p>
          <TextAreaField
            label="Reason (optional)"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            hint="Kept in its history and sealed as evidence."
          />
        </div>
      </ConfirmButton>
      <FormProblem error={move.error} />
    </div>
  );
}
