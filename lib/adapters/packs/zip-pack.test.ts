import { createHash } from "node:crypto";
import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { EvidencePackDto } from "../../contracts/evidence.ts";
import { canonicalJson } from "../../core/evidence/canonical-json.ts";
import { nextLink } from "../../core/evidence/chain.ts";
import { isZip, unzipPack } from "./unzip-pack.ts";
import { zipPack } from "./zip-pack.ts";

const hash = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const text = "Get offers on WhatsApp";

function givenPack(): EvidencePackDto {
  const content = canonicalJson({ id: "e1", kind: "page-version", fileHash: hash(text), body: {} });
  const link = { ...nextLink(null, content, hash), id: "e1", content };
  return {
    ...{ format: "staygreen-evidence-pack", version: 1, organization: "Shop", madeBy: "Ada" },
    madeAt: "2026-06-01T09:00:00.000Z",
    method: { id: "m", name: "Flyer", kind: "qr-code", state: "launched", owner: null, launchedAt: null },
    sources: [],
    head: link.entryHash,
    chain: [link],
    files: [
      {
        ...{ sha256: hash(text), mediaType: "text/plain", byteCount: text.length, width: null, height: null },
        base64: Buffer.from(text).toString("base64"),
      },
    ],
  };
}
function altered(change: (files: Record<string, Uint8Array>) => void) {
  const files = unzipSync(zipPack(givenPack()));
  change(files);
  return unzipPack(zipSync(files));
}

describe("a pack as ZIP", () => {
  it("holds the pack, a page, the files and their sums, and reads back as it was", () => {
    const archive = zipPack(givenPack());
    expect(isZip(archive)).toBe(true);
    const files = unzipSync(archive);
    const file = `files/${hash(text)}.txt`;
    expect(Object.keys(files).sort()).toEqual(["SHA256SUMS", file, "pack.html", "pack.json"]);
    expect(strFromU8(files[file] ?? new Uint8Array())).toBe(text);
    // As `sha256sum -c` reads it.
    expect(strFromU8(files["SHA256SUMS"] ?? new Uint8Array()).split("\n")).toContain(
      `${hash(text)}  ${file}`,
    );
    expect(unzipPack(archive)).toEqual({ ok: true, faults: [], pack: givenPack() });
  });

  it("is the same for the same pack", () => {
    expect(hash(zipPack(givenPack()))).toBe(hash(zipPack(givenPack())));
  });

  it("names what was altered, left out or put in", () => {
    const page = strToU8("<p>other");
    expect(altered((files) => (files["pack.html"] = page))).toMatchObject({
      faults: ["pack.html is not what SHA256SUMS says."],
    });
    expect(altered((files) => delete files["pack.html"])).toMatchObject({
      faults: ["pack.html is named in SHA256SUMS and missing."],
    });
    expect(altered((files) => (files["more.pdf"] = page))).toMatchObject({
      faults: ["more.pdf is not named in SHA256SUMS."],
    });
    expect(altered((files) => delete files["SHA256SUMS"])).toMatchObject({
      faults: ["SHA256SUMS is missing."],
    });
    expect(altered((files) => delete files["pack.json"])).toMatchObject({ ok: false });
  });

  it("notices two files of one name", () => {
    // Same length as the real one, renamed in the bytes of the archive.
    const bytes = Buffer.from(zipSync({ ...unzipSync(zipPack(givenPack())), "pack.jsoX": strToU8("{}") }));
    for (let at = bytes.indexOf("pack.jsoX"); at !== -1; at = bytes.indexOf("pack.jsoX"))
      bytes.write("pack.json", at);
    expect(unzipPack(bytes)).toEqual({ ok: false, reason: "holds pack.json twice" });
  });

  it("unpacks no bomb and never throws", () => {
    const big = new Uint8Array(1024 * 1024);
    const bomb = zipSync(Object.fromEntries(Array.from({ length: 401 }, (_, at) => [`${at}`, big])), {
      level: 1,
    });
    expect(unzipPack(bomb)).toEqual({ ok: false, reason: "unpacks to more than a pack can hold" });
    const whole = zipPack(givenPack());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const copy = Uint8Array.from(whole);
        copy[at] = value;
        expect(typeof unzipPack(copy).ok).toBe("boolean");
        expect(typeof unzipPack(whole.subarray(0, at)).ok).toBe("boolean");
      }),
      { numRuns: 40 },
    );
  });
});
