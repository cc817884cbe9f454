"use client";

import { createContext, use, type ReactNode } from "react";
import type { Right } from "@/lib/core/access/rights.ts";
import type { MeDto } from "@/lib/contracts/people.ts";

const Context = createContext<MeDto | null>(null);

export function MeProvider({ me, children }: { me: MeDto; children: ReactNode }) {
  return <Context value={me}>{children}</Context>;
}

export function useMe(): MeDto {
  const me = use(Context);
  if (me === null) throw new Error("useMe is used outside the dashboard.");
  return me;
}

/** Hides what the role may not do; the service refuses it anyway. */
export function useCan(right: Right): boolean {
  return useMe().rights.includes(right);
}
