/** A phone number as E.164 (`+4915112345678`), or why it is none, as the rest of a sentence about the cell. */
export type PhoneReading =
  { readonly ok: true; readonly contact: string } | { readonly ok: false; readonly message: string };

/** @param country ISO 3166-1 letters for national numbers; null when the file states none. */
export type NormalizePhone = (raw: string, country: string | null) => PhoneReading;
