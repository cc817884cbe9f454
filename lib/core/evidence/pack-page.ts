import { readPackEntries, type PackEntry } from "./pack-entries.ts";
import { appealWords, type StandingRestriction } from "./restriction-words.ts";

/** What the page of a pack shows of it. */
export interface PackForReading {
  readonly organization: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly method: {
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly owner: string | null;
    readonly launchedAt: string | null;
  };
  readonly sources: readonly { readonly id: string; readonly key: string; readonly name: string }[];
  readonly restrictions?: readonly StandingRestriction[] | undefined;
  readonly head: string;
  readonly chain: readonly {
    readonly sequence: number;
    readonly contentHash: string;
    readonly entryHash: string;
    readonly content: string | null;
  }[];
  readonly files: readonly {
    readonly sha256: string;
    readonly mediaType: string;
    readonly base64: string | null;
  }[];
}

/** A pack as one page of HTML to read and print: nothing in it runs, and it fetches nothing. */
export function packPage(pack: PackForReading): string {
  const { method } = pack;
  const shown = readPackEntries(pack);
  const appeal = appealWords(pack.restrictions, pack.madeAt);
  const facts: readonly (readonly [string, string])[] = [
    ["Business", pack.organization],
    ["Kind", method.kind],
    ["State", method.state],
    ["Launched", method.launchedAt ?? "not yet"],
    ["Owner", method.owner ?? "nobody"],
    ["Places", pack.sources.map(({ name, key }) => `${name} (${key})`).join(", ") || "none"],
    ["Made", `${pack.madeAt}, by ${pack.madeBy}`],
    ["Entries", `${shown.length} of ${pack.chain.length} in the chain; the others are about other methods`],
    ["Newest hash", pack.head],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(`Evidence: ${method.name}`)}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#141a17;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:0}section{border-top:1px solid #dce1dd;padding:1rem 0;break-inside:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}dt{color:#5d6862}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f6f4;padding:.6rem;margin:.5rem 0;font:inherit}
img{max-width:100%;border:1px solid #dce1dd}.hash{font:12px ui-monospace,monospace;color:#5d6862;overflow-wrap:anywhere}
</style></head><body>
<h1>${escape(`Evidence: ${method.name}`)}</h1>
${list(facts)}
<p>Each entry was sealed with the hash of the one before it when it was noted. To check that nothing was altered, take the
same pack as ZIP and run <code>npm run staygreen -- evidence verify pack.zip</code>.</p>
${appeal.length === 0 ? "" : `<h2>Restrictions by Meta</h2><p>${appeal.map(escape).join("<br>")}</p>`}
${shown.map(section).join("\n")}
</body></html>
`;
}

function section(entry: PackEntry<PackForReading["files"][number]>): string {
  const { sequence, title, facts, text, contentHash, entryHash } = entry;
  return `<section><h2>${escape(`${sequence}. ${title}`)}</h2>${list(facts)}${
    text === null ? "" : `<pre>${escape(text)}</pre>`
  }${picture(entry.file)}<p class="hash">content ${escape(contentHash)}<br>entry ${escape(entryHash)}</p></section>`;
}

function picture(file: PackForReading["files"][number] | null): string {
  if (file === null) return "";
  const isImage = ["image/png", "image/jpeg", "image/webp"].includes(file.mediaType);
  if (!isImage || file.base64 === null) {
    return `<p>${isImage ? "The picture is not in this page: the pack would be too large." : "A document or text, in the pack as ZIP or JSON."} SHA-256 ${escape(file.sha256)}</p>`;
  }
  return `<img alt="Screenshot" src="data:${file.mediaType};base64,${file.base64}">`;
}

function list(facts: readonly (readonly [string, string])[]): string {
  return `<dl>${facts.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join("")}</dl>`;
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
