/** So many bytes of a file's beginning make its mark. */
export const markedBytes = 64 * 1024;

/**
 * A mark by which the same file is known again, so that an interrupted import goes on with it and no other: its size
 * and a 64-bit FNV-1a hash of its first 64 KB. It guards against mistakes, not against forgery.
 */
export function fileMark(firstBytes: Uint8Array, size: number): string {
  // In two halves: whole numbers are exact up to 53 bits only.
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const end = Math.min(firstBytes.length, markedBytes);
  for (let index = 0; index < end; index++) {
    low = (low ^ (firstBytes[index] ?? 0)) >>> 0;
    const product = low * 0x1b3;
    // Times the prime 2^40 + 0x1b3: the shift by 40 brings the low half, 8 bits higher, into the high one.
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  const hex = (half: number) => half.toString(16).padStart(8, "0");
  return `fnv1a-${hex(high)}${hex(low)}-${size}`;
}
