"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sendOnly } from "@/components/data/fetch-json.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formSecret } from "@/components/ui/form-text.ts";
import { Notice } from "@/components/ui/notice.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";

const fields = ["currentPassword", "newPassword"];

/** One's own password. Other browsers are signed out; this one stays. */
export function PasswordForm() {
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      sendOnly("/api/v1/me/password", { method: "POST", body }),
    onSuccess: () => form.current?.reset(),
  });
  const form = useFocusFault(change.error);
  return (
    <Card title="Your password">
      <form
        ref={form}
        method="post"
        noValidate
        className="max-w-sm space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          const newPassword = formSecret(typed, "newPassword");
          const isSame = newPassword === formSecret(typed, "again");
          setDiffers(!isSame);
          if (!isSame || change.isPending) return;
          change.mutate({ currentPassword: formSecret(typed, "currentPassword"), newPassword });
        }}
      >
        <TextField
          name="currentPassword"
          type="password"
          label="Present password"
          autoComplete="current-password"
          required
          fault={faultOf(change.error, "currentPassword")}
        />
        <TextField
          name="newPassword"
          type="password"
          label="New password"
          hint="At least 12 characters; a sentence is fine."
          autoComplete="new-password"
          required
          fault={faultOf(change.error, "newPassword")}
        />
        <TextField
          name="again"
          type="password"
          label="New password again"
          autoComplete="new-password"
          required
          fault={differs ? "is not the same as above" : undefined}
        />
        <Button type="submit" variant="primary" pending={change.isPending} pendingText="Changing…">
          Change the password
        </Button>
        <FormProblem error={change.error} fields={fields} />
        {change.isSuccess ? (
          <Notice live title="Your password is changed. Your other browsers are signed out." />
        ) : null}
      </form>
    </Card>
  );
}
