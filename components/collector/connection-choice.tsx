"use client";

import { replaceUrl } from "@/components/layout/replace-url.ts";
import { SelectField } from "@/components/ui/field.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";

/** Narrows the page to one connection; there is nothing to choose with a single one. */
export function ConnectionChoice({
  connections,
  chosen,
}: {
  connections: readonly CollectorConnection[];
  chosen: string | undefined;
}) {
  if (connections.length < 2) return null;
  return (
    <div className="max-w-80">
      <SelectField
        label="Connection"
        value={connections.some(({ id }) => id === chosen) ? chosen : ""}
        onChange={(event) => replaceUrl({ connection: event.currentTarget.value, cursor: "" })}
      >
        <option value="">All {connections.length} connections</option>
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
