/** 0x80 to 0x9F, by https://encoding.spec.whatwg.org/index-windows-1252.txt; the rest is as in Latin-1. */
const upper = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/**
 * Text in Windows-1252, given as one character a byte. Not left to `TextDecoder`, which in several releases of Node.js
 * 20 to 23 decodes this encoding as Latin-1.
 */
export function windows1252(bytesAsText: string): string {
  return bytesAsText.replace(/[\x80-\x9f]/g, (byte) => upper[byte.charCodeAt(0) - 0x80] ?? byte);
}
