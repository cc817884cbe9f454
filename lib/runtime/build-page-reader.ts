import type { LookupAddress } from "node:dns";
import {
  describeFault,
  guardedConnector,
  RefusedAddressError,
  resolveBySystem,
} from "../adapters/channels/guarded-http.ts";
import { createOutboundGuard } from "../adapters/channels/outbound-guard.ts";
import { createPageReader, type PageReader } from "../adapters/pages/page-reader.ts";

export interface BuiltPageReader extends PageReader {
  /** Why this address may not be read, in words for the person who enters it, or null. Does not look names up. */
  check(url: string): string | null;
}

/**
 * The reader of public pages behind the guard of outgoing requests.
 *
 * @param seam for tests only: addresses of this machine that may be read, and another resolver. What the operator allows for channels
 * does not count here, since a page's text is shown to whoever named it.
 */
export function buildPageReader(
  seam: {
    readonly allow?: readonly string[];
    readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
    readonly timeoutMs?: number;
    readonly mostBytes?: number;
  } = {},
): BuiltPageReader {
  const { allow = [], resolve = resolveBySystem, timeoutMs = 10_000, mostBytes } = seam;
  const guard = createOutboundGuard(allow, { of: "pages" });
  const reader = createPageReader({
    connect: guardedConnector(guard, resolve, timeoutMs),
    checkUrl: (url) => guard.checkUrl(url),
    explain: (error) =>
      error instanceof RefusedAddressError
        ? { isRefused: true, reason: error.message }
        : { isRefused: false, reason: describeFault(error) },
    timeoutMs,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  return { ...reader, check: (url) => guard.checkUrl(url) };
}
