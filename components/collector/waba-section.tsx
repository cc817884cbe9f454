"use client";

import { useId, useRef, useState } from "react";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { CollectorWaba } from "@/lib/contracts/collector.ts";
import { WabaTable } from "./waba-table.tsx";

/** Rows shown before the rest is asked for. */
const shown = 8;
/** More rows than these make a page slow; a search narrows them. */
const most = 200;
const pauseMs = 250;

/** The accounts of one connection, in trouble first; with many of them a search, whose words are in the URL. */
export function WabaSection({
  wabas,
  total,
  search,
}: {
  wabas: readonly CollectorWaba[];
  total: number;
  search: string | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  if (total === 0) return <EmptyState title="No WhatsApp account found so far" />;
  const found = search === undefined ? wabas : wabas.filter((waba) => matches(waba, search));
  const first = search === undefined ? found.slice(0, shown) : found.slice(0, most);
  const rest = found.slice(first.length, most);
  const unlisted = total - wabas.length + Math.max(0, found.length - most);
  return (
    <>
      {total > shown ? <SearchField search={search ?? ""} /> : null}
      {first.length === 0 ? (
        <EmptyState title="No account of this connection matches" />
      ) : (
        <WabaTable label="WhatsApp accounts" wabas={first} />
      )}
      {rest.length === 0 ? null : (
        <div className="border-line border-t px-4 py-2">
          <Disclosure summary={`${rest.length} more accounts`} open={isOpen} onToggle={setOpen}>
            {isOpen ? <WabaTable label="More WhatsApp accounts" wabas={rest} /> : null}
          </Disclosure>
        </div>
      )}
      {unlisted === 0 ? null : (
        <p className="text-ink-3 border-line border-t px-4 py-2 text-sm">
          {unlisted} more are not listed here: those in trouble come first.
        </p>
      )}
    </>
  );
}

function SearchField({ search }: { search: string }) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return (
    <div role="search" className="border-line border-b px-4 py-2">
      <label htmlFor={id} className="sr-only">
        Search accounts by name or id
      </label>
      <input
        id={id}
        type="search"
        defaultValue={search}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          clearTimeout(timer.current);
          timer.current = setTimeout(() => replaceUrl({ account: text }), pauseMs);
        }}
        placeholder="Search accounts by name or id"
        maxLength={80}
        className="border-line-strong bg-surface placeholder:text-ink-3 w-full rounded-md border px-2.5 py-1.5 max-sm:text-[16px] sm:max-w-80"
      />
    </div>
  );
}

function matches({ name, id }: CollectorWaba, search: string): boolean {
  const words = search.toLowerCase();
  return id.includes(words) || (name ?? "").toLowerCase().includes(words);
}
