"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { RoleOptions } from "@/components/settings/role-options.tsx";
import { Button } from "@/components/ui/button.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { ShownOnce } from "@/components/ui/shown-once.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { isRole } from "@/lib/core/access/rights.ts";
import { createInvitation, type CreatedInvitation } from "./queries.ts";

export function InviteForm() {
  const [created, setCreated] = useState<CreatedInvitation | null>(null);
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: createInvitation,
    onSuccess: (invitation) => {
      form.current?.reset();
      setCreated(invitation);
      return client.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  const form = useFocusFault(invite.error);
  return (
    <div className="space-y-4">
      <form
        ref={form}
        noValidate
        className="flex max-w-3xl flex-wrap items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          const role = formText(typed, "role") ?? "";
          if (!invite.isPending && isRole(role))
            invite.mutate({ email: formText(typed, "email") ?? "", role });
        }}
      >
        <div className="min-w-0 flex-1 basis-56">
          <TextField
            name="email"
            type="email"
            label="E-mail"
            required
            autoComplete="off"
            fault={faultOf(invite.error, "email")}
          />
        </div>
        <div className="basis-56">
          <SelectField name="role" label="Role" defaultValue="on-call" fault={faultOf(invite.error, "role")}>
            <RoleOptions />
          </SelectField>
        </div>
        <Button
          type="submit"
          variant="primary"
          pending={invite.isPending}
          pendingText="Inviting…"
          className="sm:mt-6"
        >
          Invite
        </Button>
      </form>
      <FormProblem error={invite.error} fields={["email", "role"]} />
      {created === null ? null : (
        <ShownOnce
          label={`Link for ${created.email ?? "the new person"}`}
          value={created.link}
          onDone={() => setCreated(null)}
        >
          <p>
            {created.mailed ? "It was also sent by e-mail. " : "No e-mail was sent: hand it over yourself. "}
            It works once, until <InstantText at={created.expiresAt} />.
          </p>
        </ShownOnce>
      )}
    </div>
  );
}
