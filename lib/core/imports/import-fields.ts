export const importKinds = ["opt-ins", "exposures", "signals"] as const;
/** What the rows of a file are; also the last part of the path that takes them. */
export type ImportKind = (typeof importKinds)[number];

/** What a field holds decides how a cell is read, and which cells look like it. */
export type FieldContent =
  | "contact"
  | "time"
  | "id"
  | "key"
  | "text"
  | "phone-number-id"
  | "status"
  | "signal-kind"
  | "basis"
  | "category"
  | "error-code";

export interface ImportField {
  readonly name: ImportFieldName;
  /** As people see it beside the choice of a column. */
  readonly label: string;
  readonly content: FieldContent;
  readonly required: boolean;
}

export type ImportFieldName =
  | "contact"
  | "source"
  | "optedInAt"
  | "evidence"
  | "id"
  | "phoneNumberId"
  | "template"
  | "campaign"
  | "category"
  | "sentAt"
  | "status"
  | "deliveredAt"
  | "readAt"
  | "failedAt"
  | "errorCode"
  | "exposureId"
  | "kind"
  | "occurredAt"
  | "basis";

function field(name: ImportFieldName, label: string, content: FieldContent, required = false): ImportField {
  return { name, label, content, required };
}

const contact = field("contact", "Contact", "contact", true);
const source = field("source", "Opt-in source", "key");
const phoneNumberId = field("phoneNumberId", "Phone number (sender)", "phone-number-id", true);

/**
 * The fields of each kind in the order in which they are offered. An id of exposures and signals may be missing: the
 * import then makes one, so that the same row is the same fact again.
 */
export const importFields: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  "opt-ins": [
    contact,
    { ...source, required: true },
    field("optedInAt", "Opted in at", "time", true),
    field("evidence", "Evidence", "text"),
    field("id", "Id", "id"),
  ],
  exposures: [
    field("id", "Message id", "id"),
    contact,
    phoneNumberId,
    field("sentAt", "Sent at", "time", true),
    field("template", "Template", "key"),
    field("campaign", "Campaign", "key"),
    field("category", "Category", "category"),
    source,
    field("status", "Status", "status"),
    field("deliveredAt", "Delivered at", "time"),
    field("readAt", "Read at", "time"),
    field("failedAt", "Failed at", "time"),
    field("errorCode", "Error code", "error-code"),
  ],
  signals: [
    field("id", "Signal id", "id"),
    { ...contact, required: false },
    field("exposureId", "Message id", "id"),
    phoneNumberId,
    field("kind", "Kind of signal", "signal-kind", true),
    field("occurredAt", "Occurred at", "time", true),
    field("basis", "Basis", "basis"),
  ],
};
