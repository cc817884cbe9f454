"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";

interface RegistryFormProps<T> {
  /** Names of the fields inside, whose faults stand beside them. */
  fields: readonly string[];
  submitLabel: string;
  pendingLabel: string;
  send: (typed: FormData) => Promise<T>;
  /** What is said when it is done. */
  done: (result: T) => string;
  /** A form that adds is empty afterwards; one that edits keeps what was typed. */
  keepsValues?: boolean;
  /** Gets what is wrong with a field. */
  children: (fault: (field: string) => string | undefined) => ReactNode;
}

/**
 * The frame of every form of the registry: sends what was typed, puts the server's faults at the fields, says when it is
 * done, and has every view read again, since names of the registry stand in all of them.
 */
export function RegistryForm<T>(props: RegistryFormProps<T>) {
  const client = useQueryClient();
  // New fields with the values that are stored now, once they were sent.
  const [round, setRound] = useState(0);
  const save = useMutation({
    mutationFn: props.send,
    onSuccess: () => {
      if (props.keepsValues !== true) setRound((before) => before + 1);
      return client.invalidateQueries();
    },
  });
  const form = useFocusFault(save.error);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(new FormData(event.currentTarget));
      }}
    >
      <div key={round} className="grid gap-4 sm:grid-cols-2">
        {props.children((field) => faultOf(save.error, field))}
      </div>
      <FormProblem error={save.error} fields={props.fields} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={save.isPending} pendingText={props.pendingLabel}>
          {props.submitLabel}
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {save.isSuccess ? props.done(save.data) : ""}
        </span>
      </div>
    </form>
  );
}
