/** One request the double has seen, for assertions. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Query and form fields without token and proof. */
  readonly query: Readonly<Record<string, string>>;
  /** Real instant, unix milliseconds. */
  readonly at: number;
  /** Answered HTTP status; 0 while unanswered, hung or reset. */
  status: number;
}

const secretParams = new Set(["access_token", "appsecret_proof", "input_token"]);

/** Appends to a ring that forgets its oldest entries, so that a long-running sandbox does not grow. */
export function recordRequest(
  ring: RecordedRequest[],
  request: {
    readonly method: string;
    readonly path: string;
    readonly params: URLSearchParams;
    readonly at: number;
  },
  kept = 2_000,
): RecordedRequest {
  const record: RecordedRequest = {
    method: request.method,
    path: request.path,
    query: Object.fromEntries([...request.params].filter(([name]) => !secretParams.has(name))),
    at: request.at,
    status: 0,
  };
  ring.push(record);
  if (ring.length > kept) ring.splice(0, ring.length - kept);
  return record;
}
