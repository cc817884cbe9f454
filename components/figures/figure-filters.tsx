"use client";

import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { refresh } from "@/components/data/refresh.ts";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { numberName } from "@/components/phone-numbers/number-name.ts";
import { phoneNumbersQuery } from "@/components/phone-numbers/queries.ts";
import { Button } from "@/components/ui/button.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import type { FigureSubject } from "@/lib/contracts/cells.ts";
import {
  figureRanges,
  filterTimes,
  rangeLabels,
  type FigureFilter,
  type Narrowing,
} from "./figure-filter.ts";
import { ruleNames, ruleSentences, subjectNames } from "./figure-words.ts";

const rangeOptions = [
  ...figureRanges.map((range) => ({ value: range, label: rangeLabels[range] })),
  { value: "custom" as const, label: "Custom" },
];
const ruleOptions = (["last", "first", "split"] as const).map((rule) => ({
  value: rule,
  label: ruleNames[rule],
  title: ruleSentences[rule],
}));
const compareOptions = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
] as const;

interface FigureFiltersProps {
  filter: FigureFilter;
  /** What a narrowing is called, where its key is no name. */
  names?: Partial<Record<Narrowing, string>>;
}

/** Range, rule, number and what else narrows the page; all of it is in the URL. */
export function FigureFilters({ filter, names = {} }: FigureFiltersProps) {
  return (
    <div className="mb-4 space-y-2 print:hidden">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="Range"
          options={rangeOptions}
          value={filter.range}
          onChoose={(range) => replaceUrl(rangeWords(range, filter))}
        />
        {filter.range === "custom" ? (
          <CustomRange key={`${filter.from ?? ""} ${filter.to ?? ""}`} filter={filter} />
        ) : null}
        <NumberChoice chosen={filter.phoneNumberId ?? ""} />
        <div className="flex items-center gap-2 text-sm">
          <span className="text-ink-3">Compare</span>
          <Segmented
            label="Compare with the period before"
            options={compareOptions}
            value={filter.isCompared ? "on" : "off"}
            onChoose={(choice) => replaceUrl({ compare: choice === "on" ? "" : "off" })}
          />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Segmented
          label="Attribution rule"
          options={ruleOptions}
          value={filter.rule}
          onChoose={(rule) => replaceUrl({ rule: rule === "last" ? "" : rule })}
        />
        <p className="text-ink-3 min-w-0 text-sm">{ruleSentences[filter.rule]}</p>
      </div>
      <Narrowed filter={filter} names={names} />
    </div>
  );
}

function rangeWords(range: FigureFilter["range"], filter: FigureFilter): Record<string, string> {
  if (range !== "custom") return { range: range === "90d" ? "" : range, from: "", to: "" };
  if (filter.range === "custom") return {};
  const nowMs = Date.now();
  const to = new Date(nowMs).toISOString().slice(0, 10);
  return { range: "", from: filterTimes(filter, nowMs).from.slice(0, 10), to };
}

function CustomRange({ filter }: { filter: FigureFilter }) {
  const [fault, setFault] = useState("");
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const from = textOf(data.get("from"));
    const to = textOf(data.get("to"));
    if (from === "" || to === "" || from > to) {
      setFault("The first day must not be after the last.");
      return;
    }
    if (Date.parse(to) - Date.parse(from) > 799 * 86_400_000) {
      setFault("A range has at most 800 days.");
      return;
    }
    setFault("");
    replaceUrl({ range: "", from, to });
  };
  const box = "border-line-strong bg-surface min-h-8 rounded-md border px-2 max-sm:text-[16px]";
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2 text-sm">
      <label className="flex items-center gap-1.5">
        <span className="text-ink-3">From</span>
        <input type="date" name="from" required defaultValue={filter.from} className={box} />
      </label>
      <label className="flex items-center gap-1.5">
        <span className="text-ink-3">to</span>
        <input type="date" name="to" required defaultValue={filter.to} className={box} />
      </label>
      <Button type="submit">Show</Button>
      <span role="status" className="text-red-ink empty:hidden">
        {fault}
      </span>
    </form>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}

function NumberChoice({ chosen }: { chosen: string }) {
  const query = useQuery({ ...phoneNumbersQuery({}), refetchInterval: refresh.settings });
  const numbers = query.data?.data ?? [];
  const isListed = chosen === "" || numbers.some(({ id }) => id === chosen);
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="text-ink-3">Number</span>
      <select
        value={chosen}
        onChange={(event) => replaceUrl({ phoneNumberId: event.currentTarget.value })}
        className="border-line-strong bg-surface min-h-8 max-w-56 rounded-md border px-2 max-sm:text-[16px]"
      >
        <option value="">All numbers</option>
        {isListed ? null : <option value={chosen}>{chosen}</option>}
        {numbers.map((number) => (
          <option key={number.id} value={number.id}>
            {numberName(number)}
          </option>
        ))}
      </select>
    </label>
  );
}

const narrowingSubjects = {
  source: "source",
  method: "method",
  campaign: "campaign",
  template: "template",
} as const satisfies Partial<Record<Narrowing, FigureSubject>>;

/** What the path down has narrowed the page to, each with a way back. */
function Narrowed({ filter, names }: Required<FigureFiltersProps>) {
  const shown = (["method", "source", "campaign", "template"] as const).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Narrowed to" className="flex flex-wrap gap-2">
      {shown.map(({ name, value }) => (
        <li
          key={name}
          className="border-line bg-sunken flex max-w-full items-center gap-2 rounded-md border py-0.5 pr-1 pl-2.5 text-sm"
        >
          <span className="min-w-0 break-words">
            <span className="text-ink-3">{subjectNames[narrowingSubjects[name]].one}:</span>{" "}
            {names[name] ?? value}
          </span>
          <button
            type="button"
            onClick={() => replaceUrl({ [name]: "" })}
            className="hover:bg-surface text-ink-2 min-h-6 min-w-6 rounded"
          >
            <span aria-hidden="true">×</span>
            <span className="sr-only">
              Take away {subjectNames[narrowingSubjects[name]].one} {names[name] ?? value}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
