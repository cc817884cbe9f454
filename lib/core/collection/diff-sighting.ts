import type { PhoneNumberSighting } from "./graph-api-port.ts";

/** The fields whose changes are kept for ever. The value stored is Meta's own word. */
export const trackedFields = [
  "quality_rating",
  "portfolio_limit",
  "legacy_limit",
  "status",
  "name_status",
  "throughput",
  "verified_name",
  "display_phone_number",
  "account_mode",
  "can_send_message",
] as const;
export type TrackedField = (typeof trackedFields)[number];

export type TrackedValues = Readonly<Record<TrackedField, string | null>>;

export interface FieldChange {
  readonly field: TrackedField;
  readonly from: string | null;
  readonly to: string | null;
}

export function trackedValues(sighting: PhoneNumberSighting): TrackedValues {
  return {
    quality_rating: sighting.qualityRating,
    portfolio_limit: sighting.portfolioLimit,
    legacy_limit: sighting.legacyLimit,
    status: sighting.status,
    name_status: sighting.nameStatus,
    throughput: sighting.throughput,
    verified_name: sighting.verifiedName,
    display_phone_number: sighting.displayPhoneNumber,
    account_mode: sighting.accountMode,
    can_send_message: sighting.canSendMessage,
  };
}

/** What changed between two sightings; on a first sighting, every field that has a value. */
export function diffSighting(before: TrackedValues | null, after: TrackedValues): FieldChange[] {
  return trackedFields.flatMap((field) => {
    const from = before?.[field] ?? null;
    const to = after[field];
    return from === to ? [] : [{ field, from, to }];
  });
}
