"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useStartSandbox } from "@/components/connections/use-start-sandbox.ts";
import { useCan, useMe } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";

/** Nothing is connected: two ways in, or whom to ask. */
export function FirstRun() {
  return useCan("connections.write") ? <Doors /> : <AskSomebody />;
}

function Doors() {
  const start = useStartSandbox();
  return (
    <>
      <p className="text-ink-2 mb-5 max-w-prose text-lg">
        Nothing is connected yet. Staygreen reads the quality rating of every WhatsApp number you have, keeps
        its history, and tells people when it falls.
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <Door
          title="Connect WhatsApp"
          points={[
            "You need a system user token that may use whatsapp_business_management.",
            "You need the id of your business portfolio, or of single WhatsApp accounts.",
            "Staygreen only reads; it sends no messages to your customers.",
          ]}
          action={
            <Link href="/settings/connections#connect" className={buttonClass("primary")}>
              Connect WhatsApp
            </Link>
          }
        />
        <Door
          title="Explore the sandbox"
          points={[
            "A simulated account, read through the same pipeline. No Meta account is needed.",
            "A day passes in ten seconds: watch ratings fall and recover.",
            "You can end it at any time.",
          ]}
          action={
            <Button
              variant="primary"
              pending={start.isPending || start.isSuccess}
              pendingText="Starting the sandbox…"
              onClick={() => start.mutate()}
            >
              Explore the sandbox
            </Button>
          }
        />
      </div>
      <div className="mt-4">
        <FormProblem error={start.error} />
      </div>
    </>
  );
}

function Door({ title, points, action }: { title: string; points: readonly string[]; action: ReactNode }) {
  return (
    <section className="rounded-card border-line bg-surface flex flex-col items-start gap-5 border p-6 sm:p-8">
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      <ul className="text-ink-2 flex-1 list-disc space-y-1.5 pl-4">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {action}
    </section>
  );
}

function AskSomebody() {
  const { organization } = useMe();
  return (
    <Notice title="Nothing is connected yet.">
      <p>
        There are no phone numbers to show. Ask an administrator of {organization.name} to connect WhatsApp or
        to start the sandbox; this page fills by itself afterwards.
      </p>
    </Notice>
  );
}
