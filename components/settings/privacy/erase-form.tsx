"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { eraseContact } from "./queries.ts";

const fields = ["contact"];

/** Takes one person out of everything that is stored. */
export function EraseForm() {
  const [contact, setContact] = useState("");
  const erase = useMutation({
    mutationFn: eraseContact,
    onSuccess: () => setContact(""),
  });
  const typed = contact.trim();
  return (
    <form className="max-w-md space-y-3" noValidate onSubmit={(event) => event.preventDefault()}>
      <TextField
        name="contact"
        label="Phone number, WhatsApp user id or hash"
        placeholder="+49…"
        autoComplete="off"
        value={contact}
        onChange={(event) => setContact(event.currentTarget.value)}
        hint="The number with its country finds the person under every key."
        fault={faultOf(erase.error, "contact")}
      />
      {typed === "" ? (
        <Button disabled>Erase this person</Button>
      ) : (
        <ConfirmButton
          label="Erase this person"
          about=""
          variant="danger"
          question="Erase this person?"
          confirmLabel="Erase"
          pending={erase.isPending}
          onConfirm={() => erase.mutate(typed)}
        >
          <p>
            Every opt-in, message and signal of theirs becomes nobody&apos;s. Counts and rates stay. This
            cannot be taken back.
          </p>
        </ConfirmButton>
      )}
      <FormProblem error={erase.error} fields={fields} />
      {erase.isSuccess ? (
        <Notice live title="Done.">
          <p>
            If the person was known here, nothing names them any more. The audit log says how many facts it
            were.
          </p>
        </Notice>
      ) : null}
    </form>
  );
}
