"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { frameConnectionsQuery } from "@/components/connections/queries.ts";
import { useCan } from "@/components/me/me-provider.tsx";

/** Nobody may take simulated figures for real ones. */
export function SandboxBanner() {
  const { data } = useQuery(frameConnectionsQuery);
  const mayConnect = useCan("connections.write");
  const kinds = new Set(data?.data.map((connection) => connection.kind));
  if (!kinds.has("sandbox")) return null;
  return (
    <aside
      aria-label="Sandbox"
      className="border-line bg-accent-soft flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5 text-sm sm:px-6 print:hidden"
    >
      <p>
        <strong className="font-semibold">Sandbox:</strong>{" "}
        {kinds.has("meta")
          ? "one of the accounts is simulated; its time runs fast."
          : "a simulated account; time runs fast."}
      </p>
      {mayConnect ? (
        <Link href="/settings/connections" className="link hit">
          {kinds.has("meta") ? "End the sandbox" : "Connect WhatsApp"}
        </Link>
      ) : null}
      {mayConnect ? (
        <Link href="/settings/sandbox" className="link hit">
          Choose a scenario
        </Link>
      ) : null}
    </aside>
  );
}
