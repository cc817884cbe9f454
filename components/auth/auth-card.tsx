import type { ReactNode } from "react";
import { Wordmark } from "@/components/layout/wordmark.tsx";

/** The frame of pages seen before sign-in. */
export function AuthCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <Wordmark />
      <div className="rounded-card border-line bg-surface border p-6">
        <h1 className="mb-4 text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
