/** A name for a download: what it is and when, in letters, digits and hyphens. */
export function fileName(parts: readonly string[], ending: "csv" | "png"): string {
  const name = parts
    .join("-")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 120);
  return `staygreen-${name === "" ? "export" : name}.${ending}`;
}
