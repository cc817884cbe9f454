import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectFile, mostFileBytes } from "./inspect-file.ts";

/** One plain picture of 321 by 123 pixels, as libvips 8 writes it in each form; not ours. */
const pictures: readonly (readonly [string, string, string])[] = [
  [
    "PNG",
    "image/png",
    "iVBORw0KGgoAAAANSUhEUgAAAUEAAAB7AQMAAADQVqANAAAAA1BMVEUcilL2TyfXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAHUlEQVRYhe3QAQ0AAADCoPdP7ewBESgAAAAAgA8MFC4AAdxEchkAAAAASUVORK5CYII=",
  ],
  [
    "JPEG",
    "image/jpeg",
    "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAB7AUEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAED/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AgBGQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD//2Q==",
  ],
  [
    "progressive JPEG",
    "image/jpeg",
    "/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wgARCAB7AUEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAWAQEBAQAAAAAAAAAAAAAAAAAAAQL/2gAMAwEAAhADEAAAAZEwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB//8QAFBABAAAAAAAAAAAAAAAAAAAAkP/aAAgBAQABBQIkP//EABQRAQAAAAAAAAAAAAAAAAAAAHD/2gAIAQMBAT8BKP/EABQRAQAAAAAAAAAAAAAAAAAAAHD/2gAIAQIBAT8BKP/EABQQAQAAAAAAAAAAAAAAAAAAAJD/2gAIAQEABj8CJD//xAAUEAEAAAAAAAAAAAAAAAAAAACQ/9oACAEBAAE/ISQ//9oADAMBAAIAAwAAABD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/xAAUEQEAAAAAAAAAAAAAAAAAAABw/9oACAEDAQE/ECj/xAAUEQEAAAAAAAAAAAAAAAAAAABw/9oACAECAQE/ECj/xAAUEAEAAAAAAAAAAAAAAAAAAACQ/9oACAEBAAE/ECQ//9k=",
  ],
  [
    "WebP",
    "image/webp",
    "UklGRrwAAABXRUJQVlA4ILAAAACwDACdASpBAXsAP5nM42s5Mq6pIEgDIDMJaW7hdrD0uuABPgt7em54XGO2AUXCh3FLaLhBkEdrhBkENVSa7bRcIMghqqTXbaLzosghqqTXbaLhLYQ1VJrttFwgyCGqpNdtouEJzDVUmu20XCC9AAD+/dzsZ/5ZnaswkBWm+3iF6QgMM7ihW8QvSEBhncUK3lPXiNzgBJtUgDYsYAqBYIX9Xy/jUU6iSTiQH5ljggAAAA==",
  ],
  ["lossless WebP", "image/webp", "UklGRigAAABXRUJQVlA4TBsAAAAvQIEeAAdQxXJUqv8BBWkbMPVvvzsR/U/uv7IA"],
  [
    "extended WebP",
    "image/webp",
    "UklGRpwBAABXRUJQVlA4WAoAAAAIAAAAQAEAegAAVlA4ILAAAACwDACdASpBAXsAP5nM42s5Mq6pIEgDIDMJaW7hdrD0uuABPgt7em54XGO2AUXCh3FLaLhBkEdrhBkENVSa7bRcIMghqqTXbaLzosghqqTXbaLhLYQ1VJrttFwgyCGqpNdtouEJzDVUmu20XCC9AAD+/dzsZ/5ZnaswkBWm+3iF6QgMM7ihW8QvSEBhncUK3lPXiNzgBJtUgDYsYAqBYIX9Xy/jUU6iSTiQH5ljggAAAEVYSUbGAAAARXhpZgAASUkqAAgAAAAHABIBAwABAAAAAQAAABoBBQABAAAAYgAAABsBBQABAAAAagAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAJiCAgACAAAAeAAAAGmHBAABAAAAcgAAAAAAAAA4YwAA6AMAADhjAADoAwAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAAEEBAAADoAQAAQAAAHsAAAAAAAAA",
  ],
];
const png = () => Buffer.from(pictures[0]?.[2] ?? "", "base64");

describe("inspectFile", () => {
  it.each(pictures)("%s: reads what it is and its size", (_name, mediaType, base64) => {
    const bytes = Buffer.from(base64, "base64");
    expect(inspectFile(bytes)).toEqual({ ok: true, mediaType, size: { width: 321, height: 123 } });
    // Cut off anywhere, it is never taken for another size and never ends the program.
    for (let length = 0; length < bytes.length; length++) {
      const cut = inspectFile(bytes.subarray(0, length));
      if (cut.ok) expect(cut.size).toEqual({ width: 321, height: 123 });
    }
  });

  it("takes a PDF as a document without a size", () => {
    expect(inspectFile(Buffer.from("%PDF-1.7\n"))).toEqual({
      ok: true,
      mediaType: "application/pdf",
      size: null,
    });
  });

  it.each([
    ["a page that calls itself a picture", Buffer.from("<svg onload=alert(1)>")],
    ["HTML", Buffer.from("<!doctype html><script>")],
    ["a GIF", Buffer.from("GIF89a")],
    ["a PNG without a header", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ["nothing", Buffer.alloc(0)],
    ["too much", Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(mostFileBytes)])],
  ])("refuses %s", (_name, bytes) => {
    expect(inspectFile(bytes)).toMatchObject({ ok: false });
  });

  it("refuses an image that unpacks to more than a browser can hold", () => {
    const bytes = png();
    bytes.writeUInt32BE(20_000, 16);
    bytes.writeUInt32BE(20_000, 20);
    expect(inspectFile(bytes)).toEqual({ ok: false, fault: "has more than 100 million pixels" });
  });

  it("has an answer for any bytes", () => {
    const starts = [
      [0xff, 0xd8, 0xff],
      [...Buffer.from("RIFF0000WEBPVP8X")],
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        expect(typeof inspectFile(Uint8Array.from([...start, ...rest])).ok).toBe("boolean");
      }),
    );
  });
});
