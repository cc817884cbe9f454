/** The rows of a table as shown; what only looks different (pictures) and what only screen readers read stay out. */
export function tableRows(table: HTMLTableElement): string[][] {
  return [...table.rows]
    .filter((row) => row.closest("[data-no-export]") === null)
    .map((row) => [...row.cells].map(cellText));
}

function cellText(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll("svg, [aria-hidden='true'], .sr-only")) hidden.remove();
  return (copy.textContent || "").replace(/\s+/g, " ").trim();
}
