import type { IncidentKind } from "./incident-step.ts";

/** What the words are about. Times are instants; wording never claims more than was seen. */
export interface IncidentSubject {
  readonly kind: IncidentKind;
  /** "Shop MX (+52 55 …)" or the connection's name. */
  readonly name: string;
  readonly wabaName: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The value is known to have held until this moment, or the last sign of life; null on a first sighting. */
  readonly heldUntil: Date | null;
  readonly seenAt: Date;
  readonly messagingLimit: string | null;
  readonly sandbox: boolean;
  /** Numbers or fields that it is about, when it may be several. */
  readonly names: readonly string[];
  /** When an access token ends, by Meta's account. */
  readonly endsAt: Date | null;
  /** The last trouble in reading, as a sentence. */
  readonly trouble: string | null;
  /** The spike that says most: what it is, and its two sentences. */
  readonly spike: { readonly title: string; readonly summary: string } | null;
  /** The launch that says most: its headline, and its reasons. */
  readonly guard: { readonly title: string; readonly summary: string } | null;
  /** What is counted of the quality budget, in sentences. */
  readonly budget: string | null;
}

export interface IncidentWords {
  readonly title: string;
  readonly summary: string;
  readonly action: string;
}
