import { unzipSync } from "fflate";
import { evidencePackShape, type EvidencePackDto } from "../../contracts/evidence.ts";
import { packedName, sha256 } from "./zip-pack.ts";

/** Of an archive from a stranger: so many files, and so many bytes unpacked. */
const mostFiles = 10_000;
const mostBytes = 400 * 1024 * 1024;

export type UnzippedPack =
  | {
      readonly ok: true;
      /** With the bytes of files that are in the archive. */
      readonly pack: EvidencePackDto;
      /** Files that are not what SHA256SUMS says, or that only one of both has. */
      readonly faults: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** True for the first bytes of a ZIP archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** Reads what `zipPack` made, from anybody: never throws, and unpacks no more than a pack can hold. */
export function unzipPack(archive: Uint8Array): UnzippedPack {
  const twice: string[] = [];
  const names = new Set<string>();
  let bytes = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        // Of two files with one name, different programs show different ones.
        if (names.has(name)) twice.push(name);
        names.add(name);
        bytes += originalSize;
        if (names.size > mostFiles || bytes > mostBytes) throw new RangeError("too large");
        return true;
      },
    });
  } catch (error) {
    return {
      ok: false,
      reason:
        error instanceof RangeError
          ? "unpacks to more than a pack can hold"
          : "is damaged: it cannot be unpacked",
    };
  }
  if (twice.length > 0) return { ok: false, reason: `holds ${twice.join(", ")} twice` };
  const given = new Map(Object.entries(files));
  const pack = readPack(given.get("pack.json"));
  if (pack === null)
    return { ok: false, reason: "holds no pack.json of an evidence pack, or one of another version" };
  return {
    ok: true,
    faults: sumFaults(given),
    pack: {
      ...pack,
      files: pack.files.map((file) => {
        const packed = given.get(packedName(file));
        return packed === undefined ? file : { ...file, base64: Buffer.from(packed).toString("base64") };
      }),
    },
  };
}

function readPack(bytes: Uint8Array | undefined): EvidencePackDto | null {
  if (bytes === undefined) return null;
  try {
    const read = evidencePackShape.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function sumFaults(files: ReadonlyMap<string, Uint8Array>): string[] {
  const sums = files.get("SHA256SUMS");
  if (sums === undefined) return ["SHA256SUMS is missing."];
  const said = new Map<string, string>();
  for (const line of Buffer.from(sums).toString("utf8").split("\n")) {
    const [, hash, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (hash !== undefined && name !== undefined) said.set(name, hash);
  }
  const missing = [...said.keys()].filter((name) => !files.has(name));
  const unnamed = [...files.keys()].filter((name) => name !== "SHA256SUMS" && !said.has(name));
  const altered = [...said].filter(([name, hash]) => {
    const bytes = files.get(name);
    return bytes !== undefined && sha256(bytes) !== hash;
  });
  return [
    ...missing.map((name) => `${name} is named in SHA256SUMS and missing.`),
    ...unnamed.map((name) => `${name} is not named in SHA256SUMS.`),
    ...altered.map(([name]) => `${name} is not what SHA256SUMS says.`),
  ];
}
