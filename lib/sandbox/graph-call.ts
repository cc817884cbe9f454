/** Versions that answered in October 2026; an older one is served by the oldest living one. */
const oldestLivingVersion = 21;
const newestVersion = 26;

/** One call to the double, whether it came alone or inside a batch. */
export interface GraphCall {
  readonly method: string;
  /** Served version, after the ageing rule. */
  readonly version: number;
  /** Path without the version: "/2047…/phone_numbers". */
  readonly path: string;
  readonly segments: readonly string[];
  readonly params: URLSearchParams;
  readonly token: string | null;
  /** Scheme and host for `next` addresses. */
  readonly origin: string;
}

/**
 * Reads a path or relative address into a call. The token may come as a header or as a parameter.
 *
 * @returns null for a version that never existed
 */
export function readGraphCall(input: {
  readonly method: string;
  readonly target: string;
  readonly origin: string;
  readonly authorization: string | undefined;
  readonly body: URLSearchParams;
  readonly defaultVersion: string;
}): GraphCall | null {
  const url = new URL(input.target.startsWith("/") ? input.target : `/${input.target}`, input.origin);
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const named = /^v(\d+)\.\d+$/.exec(segments[0] ?? "");
  if (named !== null) segments.shift();
  const wanted = Number(named?.[1] ?? /\d+/.exec(input.defaultVersion)?.[0] ?? 25);
  if (wanted > newestVersion) return null;
  const params = new URLSearchParams(url.search);
  for (const [name, value] of input.body) params.append(name, value);
  const bearer = /^Bearer\s+(.+)$/i.exec(input.authorization ?? "")?.[1]?.trim();
  return {
    method: input.method.toUpperCase(),
    version: Math.max(wanted, oldestLivingVersion),
    path: `/${segments.map((segment) => decodeURIComponent(segment)).join("/")}`,
    segments: segments.map((segment) => decodeURIComponent(segment)),
    params,
    token: bearer ?? params.get("access_token"),
    origin: input.origin,
  };
}
