import { RatingBadge } from "@/components/quality/rating-badge.tsx";
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

/** A tracked field in words; Meta's own name for one that we do not know. */
export function fieldName(field: string): string {
  return fieldNames[field] ?? field;
}

/** One value of a tracked field. */
export function ChangeValue({ field, value }: { field: string; value: string | null }) {
  if (field === "quality_rating") return <RatingBadge raw={value} />;
  if (value === null) return <span className="text-ink-3">nothing</span>;
  if (field === "portfolio_limit" || field === "legacy_limit")
    return <span>{messagingLimitLabel(value)}</span>;
  return <span>{value}</span>;
}
