"use client";

import { createContext, use, useSyncExternalStore, type ReactNode } from "react";
import { clockNow, subscribeToClock } from "./ticking-clock.ts";

interface ClockContext {
  /** The server's time when it rendered, so that the first client render says the same words. */
  readonly renderedAtMs: number;
  readonly timeZone: string;
}

const Context = createContext<ClockContext>({ renderedAtMs: 0, timeZone: "UTC" });

export function ClockProvider({ children, ...value }: ClockContext & { children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The organization's time zone: every time on every page is shown in it. */
export function useTimeZone(): string {
  return use(Context).timeZone;
}

/** Something derived from the present; re-renders only when the derived value changes. */
export function useFromNow<T extends string | number | boolean>(derive: (nowMs: number) => T): T {
  const { renderedAtMs } = use(Context);
  return useSyncExternalStore(
    subscribeToClock,
    () => derive(clockNow()),
    () => derive(renderedAtMs),
  );
}
