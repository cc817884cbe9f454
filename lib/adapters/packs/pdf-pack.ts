import type { EvidencePackDto } from "../../contracts/evidence.ts";
import { readPackEntries, type PackEntry } from "../../core/evidence/pack-entries.ts";
import { appealWords } from "../../core/evidence/restriction-words.ts";
import { PdfWriter } from "./pdf-writer.ts";

/** Pictures are unpacked to be put into the document: so many pixels each, and all together. */
const mostPixels = 12_000_000;
const mostPixelsInAll = 60_000_000;
/** Characters of a page's text that are printed; the archive has all. */
const mostPageText = 3_000;

/** A pack as one dated document to hand over, for a review by Meta or an appeal. The same pack gives the same bytes. */
export async function pdfPack(pack: EvidencePackDto): Promise<Uint8Array<ArrayBuffer>> {
  const { method, madeAt } = pack;
  const title = `Evidence: ${method.name}`;
  const writer = await PdfWriter.open({ title, madeAt: new Date(madeAt) });
  const entries = readPackEntries(pack);
  writer.text(title, { size: 18, bold: true });
  writer.text(`${pack.organization}. Made ${time(madeAt)} by ${pack.madeBy}.`, { above: 4 });
  const facts: readonly (readonly [string, string])[] = [
    ["Kind", method.kind],
    ["State", method.state],
    ["Launched", method.launchedAt === null ? "not yet" : time(method.launchedAt)],
    ["Owner", method.owner ?? "nobody"],
    ["Places", pack.sources.map(({ name, key }) => `${name} (${key})`).join(", ") || "none"],
    ["Entries", `${entries.length} of ${pack.chain.length} in the chain; the others are about other methods`],
    ["Newest hash", pack.head],
  ];
  facts.forEach(([name, value], at) => writer.text(`${name}: ${value}`, { above: at === 0 ? 10 : 0 }));
  appealWords(pack.restrictions, madeAt).forEach((line, at) => {
    if (at === 0) writer.text("Restrictions by Meta", { bold: true, above: 10 });
    writer.text(line);
  });
  writer.text(
    "Each entry was sealed with the hash of the one before it when it was noted, which shows that Staygreen was told this then. " +
      "The same pack as ZIP can be checked with: npm run staygreen -- evidence verify pack.zip",
    { above: 10, soft: true },
  );
  let pixelsLeft = mostPixelsInAll;
  for (const entry of entries) pixelsLeft = await writeEntry(writer, entry, pixelsLeft);
  if (writer.hasStandIns) {
    writer.text(
      "Characters that the font of this document does not have stand as their number, such as [U+1F331]. The texts as they were " +
        "sealed are in pack.json.",
      { above: 14, soft: true },
    );
  }
  return writer.close(`${title}, ${madeAt.slice(0, 10)}, newest hash ${pack.head.slice(0, 16)}`);
}

/** @returns how many pixels may still be unpacked. */
async function writeEntry(writer: PdfWriter, entry: PackEntry, pixelsLeft: number): Promise<number> {
  writer.text(`${entry.sequence}. ${entry.title}`, { size: 12, bold: true, above: 14 });
  for (const [name, value] of entry.facts) writer.text(`${name}: ${value}`);
  if (entry.text !== null) writer.text(entry.text, { above: 4 });
  const left = entry.file === null ? pixelsLeft : await writeFile(writer, entry.file, pixelsLeft);
  writer.text(`content ${entry.contentHash}\nentry ${entry.entryHash}`, { size: 7, soft: true, above: 4 });
  return left;
}

async function writeFile(
  writer: PdfWriter,
  file: EvidencePackDto["files"][number],
  pixelsLeft: number,
): Promise<number> {
  const elsewhere = () =>
    writer.text(`${file.mediaType}, ${file.byteCount} bytes, in the pack as ZIP. SHA-256 ${file.sha256}`, {
      above: 4,
    });
  if (file.base64 === null) {
    elsewhere();
    return pixelsLeft;
  }
  const bytes = Buffer.from(file.base64, "base64");
  if (file.mediaType === "text/plain") {
    const text = bytes.toString("utf8");
    writer.text(Array.from(text).slice(0, mostPageText).join(""), { above: 4 });
    if (text.length > mostPageText)
      writer.text("The rest of this text is in the pack as ZIP.", { soft: true });
    return pixelsLeft;
  }
  const pixels = (file.width ?? Infinity) * (file.height ?? Infinity);
  const isPicture = file.mediaType === "image/png" || file.mediaType === "image/jpeg";
  const fits = isPicture && pixels <= mostPixels && pixels <= pixelsLeft;
  if (fits && (await writer.picture(bytes, file.mediaType))) return pixelsLeft - pixels;
  elsewhere();
  return fits ? pixelsLeft - pixels : pixelsLeft;
}

function time(instant: string): string {
  return `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
