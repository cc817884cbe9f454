"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { makeQueryClient } from "@/components/data/make-query-client.ts";
import { WelcomeForm } from "./welcome-form.tsx";

/** The form with what it needs: nobody is signed in yet, so the dashboard's providers are not there. */
export function WelcomePage({ token }: { token: string }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <WelcomeForm token={token} />
    </QueryClientProvider>
  );
}
