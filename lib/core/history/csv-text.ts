/** A cell that begins like this would be run as a formula by a spreadsheet (also in full-width signs). */
const formula = /^[=+\-@\t\r\n\u0000＝＋－＠]/;

/**
 * Rows as CSV after RFC 4180, CRLF at each end. A cell that a spreadsheet would run as a formula gets an apostrophe in
 * front: it is shown as text there. Null is an empty cell.
 */
export function csvText(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(value: string | null): string {
  if (value === null) return "";
  const harmless = formula.test(value) ? `'${value}` : value;
  return /[",;\t\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
