import { createHash } from "node:crypto";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import type { EvidencePackDto } from "../../contracts/evidence.ts";
import { canonicalJson, type SealedValue } from "../../core/evidence/canonical-json.ts";
import { nextLink } from "../../core/evidence/chain.ts";
import { pdfPack } from "./pdf-pack.ts";
import { PdfWriter } from "./pdf-writer.ts";

const hash = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
/** 321 by 123 pixels, written by libvips 8 (core/evidence/inspect-file.test.ts). */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAUEAAAB7AQMAAADQVqANAAAAA1BMVEUcilL2TyfXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAHUlEQVRYhe3QAQ0AAADCoPdP7ewBESgAAAAAgA8MFC4AAdxEchkAAAAASUVORK5CYII=",
  "base64",
);

function packOf(
  entries: readonly { kind: string; body: SealedValue; file?: { mediaType: string; bytes: Uint8Array } }[],
): EvidencePackDto {
  const chain: EvidencePackDto["chain"] = [];
  const files: EvidencePackDto["files"] = [];
  for (const { kind, body, file } of entries) {
    const fileHash = file === undefined ? null : hash(file.bytes);
    const content = canonicalJson({ id: "e", kind, body, fileHash, actorName: "Ada" });
    chain.push({ ...nextLink(chain.at(-1) ?? null, content, hash), id: "e", content });
    if (file !== undefined && fileHash !== null) {
      files.push({
        ...{ sha256: fileHash, mediaType: file.mediaType, byteCount: file.bytes.byteLength },
        ...{ width: 321, height: 123, base64: Buffer.from(file.bytes).toString("base64") },
      });
    }
  }
  return {
    ...{ format: "staygreen-evidence-pack", version: 1, organization: "Shop 🌱", madeBy: "Ada" },
    madeAt: "2026-06-01T09:00:00.000Z",
    method: { id: "m", name: "Flyer", kind: "qr-code", state: "launched", owner: null, launchedAt: null },
    sources: [],
    restrictions: [{ account: "Shop", type: "RESTRICTED", announcedAt: null, until: null }],
    head: chain.at(-1)?.entryHash ?? "0".repeat(64),
    ...{ chain, files },
  };
}

describe("a pack as PDF", () => {
  it("is a dated document with as many pages as it takes, the same for the same pack", async () => {
    const wording = {
      kind: "wording",
      body: { version: 1, language: "zh", text: "订阅 WhatsApp 消息。 ".repeat(600) },
    };
    const pack = packOf([
      wording,
      { kind: "screenshot", body: {}, file: { mediaType: "image/png", bytes: png } },
    ]);
    const bytes = await pdfPack(pack);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe("%PDF-");
    const read = await PDFDocument.load(bytes, { updateMetadata: false });
    expect(read.getTitle()).toBe("Evidence: Flyer");
    expect(read.getCreationDate()?.toISOString()).toBe("2026-06-01T09:00:00.000Z");
    expect(read.getPageCount()).toBeGreaterThan(3);
    expect(hash(await pdfPack(pack))).toBe(hash(bytes));
  });

  it("goes on when a picture is broken, too large to unpack, or of another kind", async () => {
    const broken = Buffer.from(png);
    broken.fill(7, 60, 120);
    const pack = packOf([
      { kind: "screenshot", body: {}, file: { mediaType: "image/png", bytes: broken } },
      { kind: "screenshot", body: {}, file: { mediaType: "image/jpeg", bytes: png } },
      { kind: "screenshot", body: {}, file: { mediaType: "image/webp", bytes: Buffer.from("webp") } },
      {
        kind: "page-version",
        body: {},
        file: { mediaType: "text/plain", bytes: Buffer.from("x ".repeat(9_000)) },
      },
    ]);
    const huge = structuredClone(pack);
    for (const file of huge.files) Object.assign(file, { width: 20_000, height: 5_000 });
    for (const one of [pack, huge]) {
      const read = await PDFDocument.load(await pdfPack(one));
      expect(read.getPageCount()).toBeGreaterThan(0);
    }
  });

  it("writes what its font does not have as a number, and leaves nothing out", async () => {
    const writer = await PdfWriter.open({ title: "t", madeAt: new Date(0) });
    writer.text("Größe – “Zitat” € ");
    expect(writer.hasStandIns).toBe(false);
    writer.text(`🌱${"x".repeat(5_000)}\u0000`);
    expect(writer.hasStandIns).toBe(true);
    const read = await PDFDocument.load(await writer.close("订"));
    // 5,000 letters of 5 points in lines of 495 points.
    expect(read.getPageCount()).toBe(1);
  });
});
