"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { frameConnectionsQuery } from "@/components/connections/queries.ts";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";

interface Light {
  readonly fill: string;
  readonly path: string;
  readonly words: string;
  readonly at: string | null;
}

const circle = "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z";
const triangle = "M6 0.5 12 11.5H0Z";
const square = "M1 1h10v10H1Z";

/** The worst connection decides: a quiet collector must be seen from every page. */
function lightOf(connections: readonly ConnectionDto[]): Light | null {
  const polled = connections.filter((connection) => connection.state !== "paused");
  const dead = polled.find(({ state }) => state === "token-dead");
  if (dead !== undefined)
    return { fill: "fill-red", path: square, words: "Token refused, polling stopped", at: null };
  const worst = (["red", "amber", "never", "fresh"] as const)
    .map((freshness) => polled.find((connection) => connection.freshness === freshness))
    .find((connection) => connection !== undefined);
  if (worst === undefined) return null;
  const at = worst.lastSuccessAt;
  switch (worst.freshness) {
    case "red":
      return { fill: "fill-red", path: square, words: "Collector is silent, last read", at };
    case "amber":
      return { fill: "fill-amber", path: triangle, words: "Collector is late, last read", at };
    case "never":
      return { fill: "fill-hatch", path: circle, words: "First poll is running", at: null };
    case "fresh":
      return { fill: "fill-green", path: circle, words: "Collector: read", at };
  }
}

export function CollectorLight() {
  const { data } = useQuery(frameConnectionsQuery);
  const light = data === undefined ? null : lightOf(data.data);
  if (light === null) return null;
  return (
    <Link
      href="/collector"
      className="text-ink-2 hover:bg-sunken hover:text-ink flex min-h-8 items-center gap-2 rounded-md px-2.5 py-1 text-xs"
    >
      <svg width="9" height="9" viewBox="0 0 12 12" aria-hidden="true" className="shrink-0">
        <path d={light.path} className={light.fill} />
      </svg>
      <span>
        {light.words} {light.at === null ? null : <Ago at={light.at} />}
      </span>
    </Link>
  );
}
