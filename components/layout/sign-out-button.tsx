"use client";

import { useState } from "react";
import { signOut } from "@/components/auth/sign-out.ts";

export function SignOutButton() {
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle");
  const leave = async () => {
    setState("leaving");
    const done = await signOut().catch(() => false);
    if (done) window.location.assign("/sign-in");
    else setState("failed");
  };
  return (
    <button
      type="button"
      onClick={() => void leave()}
      className="text-ink-2 hover:bg-sunken hover:text-ink flex min-h-8 w-full items-center rounded-md px-2.5 text-left text-sm"
    >
      {state === "leaving" ? "Signing out…" : state === "failed" ? "Not signed out: try again" : "Sign out"}
    </button>
  );
}
