/** What the first bytes of a file say it is; whatever a sender calls it does not count. */
export type EvidenceMedia = "image/png" | "image/jpeg" | "image/webp" | "application/pdf";

export type InspectedFile =
  | {
      readonly ok: true;
      readonly mediaType: EvidenceMedia;
      /** In pixels; null for a document. */
      readonly size: { readonly width: number; readonly height: number } | null;
    }
  /** What is wrong, to stand behind "The file". */
  | { readonly ok: false; readonly fault: string };

/** 5 MB. */
export const mostFileBytes = 5 * 1024 * 1024;
const mostPixels = 100_000_000;

/**
 * Tells a screenshot (PNG, JPEG, WebP) or a document (PDF) by its first bytes, and reads an image's size from its header.
 * Sources: PNG specification (third edition) 5.2 and 11.2.1; ITU-T T.81 annex B; RFC 9649 (WebP); ISO 32000-1 7.5.2.
 */
export function inspectFile(bytes: Uint8Array): InspectedFile {
  if (bytes.byteLength === 0) return { ok: false, fault: "is empty" };
  if (bytes.byteLength > mostFileBytes) return { ok: false, fault: "is larger than 5 MB" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return image("image/png", pngSize(view));
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return image("image/jpeg", jpegSize(view));
  if (letters(view, 0) === "RIFF" && letters(view, 8) === "WEBP") return image("image/webp", webpSize(view));
  if (letters(view, 0) === "%PDF" && bytes[4] === 0x2d)
    return { ok: true, mediaType: "application/pdf", size: null };
  return { ok: false, fault: "is neither a PNG, JPEG or WebP image nor a PDF" };
}

type Size = { readonly width: number; readonly height: number } | null;

function image(mediaType: EvidenceMedia, size: Size): InspectedFile {
  if (size === null || size.width < 1 || size.height < 1) {
    return { ok: false, fault: "is not a whole image: its size cannot be read" };
  }
  // A small file may unpack to more than a browser can hold.
  if (size.width * size.height > mostPixels) return { ok: false, fault: "has more than 100 million pixels" };
  return { ok: true, mediaType, size };
}

function pngSize(view: DataView): Size {
  if (view.byteLength < 33 || letters(view, 12) !== "IHDR") return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Walks from segment to segment until one that begins a frame. */
function jpegSize(view: DataView): Size {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // These have no length.
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView): Size {
  if (view.byteLength < 30) return null;
  switch (letters(view, 12)) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: threeBytes(view, 24) + 1, height: threeBytes(view, 27) + 1 };
    default:
      return null;
  }
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

/** Four letters; empty behind the end. */
function letters(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return "";
  return String.fromCharCode(...[0, 1, 2, 3].map((one) => view.getUint8(at + one)));
}
