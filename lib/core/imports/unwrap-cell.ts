/**
 * What a cell says without what programs put around it: Excel's `="…"` and leading apostrophe, white space, and the
 * words for nothing that exports write. An empty text means that there is no value.
 */
export function unwrapCell(cell: string): string {
  const bare = cell.trim();
  const formula = /^="(.*)"$/s.exec(bare);
  const text = (formula?.[1] ?? bare.replace(/^'(?=[+\d])/, "")).trim();
  return /^(null|nil|none|nan|n\/a|#n\/a|\\n|undefined|-|--|—|–)$/i.test(text) ? "" : text;
}

export type ContactText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * A contact as programs write it, made plain: `whatsapp:+49…` (Twilio), `p:+49…` (Meta's lead forms), `tel:`,
 * `49…@c.us`. A number that a spreadsheet has rounded is refused: its last digits are lost.
 */
export function unwrapContact(written: string): ContactText {
  const text = written
    .replace(/^(?:whatsapp|wa|tel|p|phone)\s*:\s*/i, "")
    .replace(/@(?:c\.us|s\.whatsapp\.net)$/i, "");
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/i.test(text)) {
    return {
      ok: false,
      message: `was rounded by a spreadsheet (${text.slice(0, 20)}); export it again as text`,
    };
  }
  // A number kept as a fraction: the point would pass for a separator, and its zero for a digit.
  return { ok: true, text: text.replace(/^(\+?\d{6,15})\.0+$/, "$1") };
}
