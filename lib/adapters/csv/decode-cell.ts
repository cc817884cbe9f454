const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of some bytes, or what is wrong with them. Never a replacement character that was not in the file. */
export function decodeCell(
  bytes: Uint8Array,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return decoded;
  const message = `is not UTF-8: byte ${decoded.byte} at offset ${decoded.offset}. For a file in Windows-1252 say charset=windows-1252, or save it as UTF-8`;
  return { ok: false, message };
}

/** The text of some bytes, or the first byte that is no UTF-8 (`0xE9`) and how many bytes stand before it. */
export function decodeUtf8(
  bytes: Uint8Array,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly offset: number; readonly byte: string } {
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    const offset = firstInvalid(bytes);
    const byte = (bytes[offset] ?? 0).toString(16).padStart(2, "0").toUpperCase();
    return { ok: false, offset, byte: `0x${byte}` };
  }
}

/** Offset of the first byte that begins no character of UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length];
  // A beginning that decodes as a stream is valid so far: the fault lies behind it.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (decodes(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, bytes.length - 1);
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
