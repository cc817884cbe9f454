const longestSeconds = 24 * 60 * 60;

/**
 * Seconds to wait according to a Retry-After header (RFC 9110, 10.2.3: seconds or an HTTP date), from 0 to one day; null when
 * there is none or it is neither.
 */
export function retryAfterSeconds(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), longestSeconds);
  if (!/^[A-Z][a-z]+, ?\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{8} GMT$/.test(text)) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(Math.ceil((at - now.getTime()) / 1000), 0), longestSeconds);
}
