import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";
import { ChangeValue, fieldName } from "./change-value.tsx";
import { groupChanges } from "./group-changes.ts";

const sources: Readonly<Record<ChangeDto["source"], string>> = {
  poll: "seen by poll",
  webhook: "from Meta's webhook",
  import: "imported",
};

/** Every change, newest first, with how it became known. */
export function ChangeTimeline({ changes }: { changes: readonly ChangeDto[] }) {
  if (changes.length === 0) return <EmptyState title="Nothing changed in this range" />;
  return (
    <ol
      className="divide-line max-h-[34rem] divide-y overflow-y-auto"
      tabIndex={0}
      aria-label="Changes, newest first"
    >
      {groupChanges(changes).map((group) =>
        group.kind === "change" ? (
          <ChangeRow key={group.change.id} change={group.change} />
        ) : (
          <li key={group.id} className="px-4 py-2.5">
            <p className="font-medium">First seen</p>
            <p className="text-ink-3 text-xs">
              <Ago at={group.occurredAt} />, {sources[group.source]} at <InstantText at={group.occurredAt} />
            </p>
            <dl className="mt-1.5 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1 text-sm">
              {group.changes.map((change) => (
                <div key={change.id} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="text-ink-3">{fieldName(change.field)}</dt>
                  <dd>
                    <ChangeValue field={change.field} value={change.to} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ),
      )}
    </ol>
  );
}

function ChangeRow({ change }: { change: ChangeDto }) {
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{fieldName(change.field)}</span>
        <ChangeValue field={change.field} value={change.from} />
        <span aria-label="to" role="img" className="text-ink-3">
          →
        </span>
        <ChangeValue field={change.field} value={change.to} />
      </div>
      <p className="text-ink-3 text-xs">
        <Ago at={change.occurredAt} />, {sources[change.source]} at <InstantText at={change.occurredAt} />
        {change.notBefore === null ? null : (
          <>
            ; not before <InstantText at={change.notBefore} />
          </>
        )}
      </p>
    </li>
  );
}
