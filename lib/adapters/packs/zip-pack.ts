import { createHash } from "node:crypto";
import { strToU8, zipSync, type Zippable } from "fflate";
import type { EvidencePackDto } from "../../contracts/evidence.ts";
import { packPage } from "../../core/evidence/pack-page.ts";

const endings: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "application/pdf": "pdf",
  "text/plain": "txt",
};

/** Where the bytes of a file lie in the archive. */
export function packedName(file: { readonly sha256: string; readonly mediaType: string }): string {
  return `files/${file.sha256}.${endings[file.mediaType] ?? "bin"}`;
}

/**
 * A pack as a ZIP archive: `pack.json` without the bytes of files, `pack.html` to read, the files by themselves, and `SHA256SUMS`, which
 * `sha256sum -c` checks. The same pack gives the same bytes.
 *
 * @param others more documents to put beside them, by name.
 */
export function zipPack(
  pack: EvidencePackDto,
  others: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array<ArrayBuffer> {
  const mtime = new Date(pack.madeAt);
  const contents = new Map<string, Uint8Array>([
    [
      "pack.json",
      strToU8(
        JSON.stringify({ ...pack, files: pack.files.map((file) => ({ ...file, base64: null })) }, null, 1),
      ),
    ],
    ["pack.html", strToU8(packPage(pack))],
    ...Object.entries(others),
  ]);
  for (const file of pack.files) {
    if (file.base64 !== null) contents.set(packedName(file), Buffer.from(file.base64, "base64"));
  }
  const sums = [...contents].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("");
  contents.set("SHA256SUMS", strToU8(sums));
  const archive: Zippable = {};
  for (const [name, bytes] of contents) {
    // Pictures and documents are packed already.
    archive[name] = [bytes, { mtime, level: name.startsWith("files/") ? 0 : 6 }];
  }
  return Uint8Array.from(zipSync(archive));
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
