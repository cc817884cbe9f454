"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { formSecret, formText } from "@/components/ui/form-text.ts";
import { Notice } from "@/components/ui/notice.tsx";
import { signIn } from "./sign-in.ts";

/** `next` is a path already checked to be ours. */
export function SignInForm({ next }: { next: string | undefined }) {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (typed: FormData) => {
    setIsPending(true);
    setRefusal(null);
    const result = await signIn(formText(typed, "email") ?? "", formSecret(typed, "password"));
    if (result.kind === "in") {
      // A full load: the server renders everything anew for this person.
      window.location.assign(next ?? "/api/landing");
      return;
    }
    setRefusal(result.message);
    setIsPending(false);
  };
  return (
    <form
      method="post"
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void submit(new FormData(event.currentTarget));
      }}
    >
      {refusal === null ? null : <Notice tone="red" live title={refusal} />}
      <TextField name="email" type="email" label="E-mail" autoComplete="username" required autoFocus />
      <TextField name="password" type="password" label="Password" autoComplete="current-password" required />
      <Button
        type="submit"
        variant="primary"
        pending={isPending}
        pendingText="Signing in…"
        className="w-full"
      >
        Sign in
      </Button>
      <p className="text-ink-3 text-sm">
        No account? An administrator of your organization can send you an invitation.
      </p>
    </form>
  );
}
