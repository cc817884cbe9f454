import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";
import { messagingLimitLabel } from "@/lib/core/quality/messaging-limit.ts";

const fieldNames: Readonly<Record<string, string>> = {
  quality_rating: "Quality rating",
  portfolio_limit: "Messaging limit (portfolio)",
  legacy_limit: "Messaging limit (number)",
  status: "Status",
  name_status: "Display name status",
  throughput: "Throughput",
  verified_name: "Display name",
  display_phone_number: "Phone number",
  account_mode: "Account mode",
  can_send_message: "May send",
};

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
      {changes.map((change) => (
        <li key={change.id} className="px-4 py-2.5">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{fieldNames[change.field] ?? change.field}</span>
            <Value field={change.field} value={change.from} />
            <span aria-label="to" role="img" className="text-ink-3">
              →
            </span>
            <Value field={change.field} value={change.to} />
          </div>
          <p className="text-ink-3 text-xs">
            <Ago at={change.occurredAt} />, {sources[change.source]} at <InstantText at={change.occurredAt} />
            {change.notBefore === null ? ", first sighting" : null}
            {change.notBefore === null ? null : (
              <>
                ; not before <InstantText at={change.notBefore} />
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Value({ field, value }: { field: string; value: string | null }) {
  if (field === "quality_rating") return <RatingBadge raw={value} />;
  if (value === null) return <span className="text-ink-3">nothing</span>;
  if (field === "portfolio_limit" || field === "legacy_limit")
    return <span>{messagingLimitLabel(value)}</span>;
  return <span>{value}</span>;
}
