"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { Button } from "@/components/ui/button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formSecret, formText } from "@/components/ui/form-text.ts";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { signIn } from "./sign-in.ts";
import { acceptedShape } from "./accepted-shape.ts";

const fields = ["name", "email", "password"];

interface Typed {
  readonly name: string;
  readonly email: string | undefined;
  readonly password: string;
}

/** Sets up the account that an invitation or a first set-up link stands for, and signs in. */
export function WelcomeForm({ token }: { token: string }) {
  const [differs, setDiffers] = useState(false);
  const accept = useMutation({
    mutationFn: async ({ name, email, password }: Typed) => {
      const body = { token, name, password, ...(email === undefined ? {} : { email }) };
      const accepted = await fetchJson("/api/v1/invitations/accept", () => Promise.resolve(acceptedShape), {
        method: "POST",
        body,
      });
      return signIn(accepted.email, password);
    },
    // When only the signing in failed, the sign-in page says why at the next try.
    onSuccess: (result) => window.location.assign(result.kind === "in" ? "/api/landing" : "/sign-in"),
  });
  const form = useFocusFault(accept.error);
  return (
    <form
      ref={form}
      method="post"
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        const password = formSecret(typed, "password");
        const isSame = password === formSecret(typed, "again");
        setDiffers(!isSame);
        if (!isSame || accept.isPending || accept.isSuccess) return;
        accept.mutate({ name: formText(typed, "name") ?? "", email: formText(typed, "email"), password });
      }}
    >
      <TextField
        name="name"
        label="Your name"
        autoComplete="name"
        required
        autoFocus
        maxLength={80}
        fault={faultOf(accept.error, "name")}
      />
      <TextField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        hint="Leave empty if the link was sent to your address."
        fault={faultOf(accept.error, "email")}
      />
      <TextField
        name="password"
        type="password"
        label="Password"
        autoComplete="new-password"
        required
        hint="At least 12 characters. Length counts, not special signs."
        fault={faultOf(accept.error, "password")}
      />
      <TextField
        name="again"
        type="password"
        label="Password once more"
        autoComplete="new-password"
        required
        fault={differs ? "The two passwords differ." : undefined}
      />
      <FormProblem error={accept.error} fields={fields} />
      <Button
        type="submit"
        variant="primary"
        pending={accept.isPending || accept.isSuccess}
        pendingText="Setting up…"
        className="w-full"
      >
        Set up and sign in
      </Button>
    </form>
  );
}
