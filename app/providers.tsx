"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ClockProvider } from "@/components/clock/clock-provider.tsx";
import { makeQueryClient } from "@/components/data/make-query-client.ts";
import { MeProvider } from "@/components/me/me-provider.tsx";
import type { MeDto } from "@/lib/contracts/people.ts";

interface ProvidersProps {
  me: MeDto;
  renderedAtMs: number;
  children: ReactNode;
}

/** What every component of a signed-in page may ask for: queries, the time, who is asking. */
export function Providers({ me, renderedAtMs, children }: ProvidersProps) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ClockProvider renderedAtMs={renderedAtMs} timeZone={me.organization.timeZone}>
        <MeProvider me={me}>{children}</MeProvider>
      </ClockProvider>
    </QueryClientProvider>
  );
}
