"use client";

import { useEffect, useRef } from "react";
import { Segmented } from "@/components/ui/segmented.tsx";
import { takeSearchFocus } from "@/components/layout/search-focus.ts";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import type { NumberFilter } from "./number-filter.ts";

const ratings = [
  { value: "", label: "All" },
  { value: "GREEN", label: "GREEN" },
  { value: "YELLOW", label: "YELLOW" },
  { value: "RED", label: "RED" },
  { value: "UNKNOWN", label: "Not rated" },
] as const;

const pauseMs = 250;

export function NumberFilters({ filter }: { filter: NumberFilter }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takeSearchFocus()) field.current?.focus();
  }, []);
  const searched = filter.search ?? "";
  useEffect(() => {
    // A link may clear the filter; what is being typed right now is never touched.
    if (field.current !== null && field.current !== document.activeElement) field.current.value = searched;
  }, [searched]);
  const search = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => replaceUrl({ search: text.trim(), cursor: "" }), pauseMs);
  };
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      <div role="search" className="flex min-w-0 flex-1 basis-56 items-center sm:max-w-80">
        <label htmlFor="number-search" className="sr-only">
          Search by number, name or id
        </label>
        <input
          ref={field}
          id="number-search"
          type="search"
          data-shortcut-search
          defaultValue={searched}
          onChange={(event) => search(event.currentTarget.value)}
          placeholder="Search by number, name or id"
          maxLength={80}
          className="border-line-strong bg-surface placeholder:text-ink-3 w-full rounded-md border px-2.5 py-1.5 max-sm:text-[16px]"
        />
      </div>
      <Segmented
        label="Rating"
        options={ratings}
        value={ratings.find(({ value }) => value === filter.rating)?.value ?? ""}
        onChoose={(rating) => replaceUrl({ rating, cursor: "" })}
      />
    </div>
  );
}
