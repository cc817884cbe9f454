import { Agent, request, type buildConnector } from "undici";
import type { FetchedPage, PageFailure } from "../../core/pages/page-look.ts";

export interface PageReader {
  /** Never throws. Reasons quote no more of an address than its host. */
  read(url: string): Promise<FetchedPage>;
  /** Waits for requests under way; none outlives the time limit. */
  close(): Promise<void>;
}

export interface PageReaderOptions {
  /** Looks a name up once, and connects only to an address that may be read. */
  readonly connect: buildConnector.connector;
  /** Why this address may not be read, by its text, or null. */
  readonly checkUrl: (url: string) => string | null;
  /** What an error of a connection says; refused: the address may not be read, and nothing was sent. */
  readonly explain: (error: unknown) => { readonly isRefused: boolean; readonly reason: string };
  /** For the whole page with all redirects. */
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
}

const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const userAgent = "Staygreen/0.1 (watches pages for their owner; reads a page about once a day)";

/**
 * Reads public pages, for a person who named them: every address on the way is checked anew, nothing is sent but the request itself
 * (no cookie, no referrer), and an answer is read only so far as it can be kept whole.
 */
export function createPageReader(options: PageReaderOptions): PageReader {
  const { timeoutMs = 10_000, mostBytes = 2 * 1024 * 1024 } = options;
  const agent = new Agent({
    connect: options.connect,
    // No connection is kept: each request resolves and checks anew.
    pipelining: 0,
    // The deadline below covers everything.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32_768,
  });
  return {
    close: () => agent.close(),
    async read(url) {
      const deadline = new AbortController();
      const timer = setTimeout(() => {
        deadline.abort();
      }, timeoutMs);
      try {
        let address = url;
        for (let hop = 0; hop <= mostRedirects; hop++) {
          const refusal = options.checkUrl(address);
          if (refusal !== null) return failed("refused", refusal);
          const step = await readStep(agent, new URL(address), deadline.signal, mostBytes);
          if (typeof step !== "string") return step;
          address = step;
        }
        return failed("too-many-redirects", `it leads on more than ${mostRedirects} times`);
      } catch (error) {
        if (deadline.signal.aborted) {
          return failed("timeout", `not there within ${Math.ceil(timeoutMs / 1000)} s`);
        }
        const { isRefused, reason } = options.explain(error);
        return failed(isRefused ? "refused" : "unreachable", reason);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The page, or the address that it leads on to. */
async function readStep(
  agent: Agent,
  url: URL,
  signal: AbortSignal,
  mostBytes: number,
): Promise<FetchedPage | string> {
  const { statusCode, headers, body } = await request(url, {
    dispatcher: agent,
    signal,
    headers: {
      "user-agent": userAgent,
      accept: "text/html, application/xhtml+xml, text/plain;q=0.5",
      // A packed answer could unpack to any size.
      "accept-encoding": "identity",
    },
  });
  const drop = () => {
    // What is not read is cut off; that the cut makes an error of its own is no news.
    body.on("error", () => undefined).destroy();
  };
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : "";
  };
  if (redirects.has(statusCode)) {
    drop();
    const to = header("location");
    if (to === "" || !URL.canParse(to, url)) {
      return failed("status", `HTTP ${statusCode} without an address to go to`);
    }
    return new URL(to, url).href;
  }
  if (statusCode !== 200) {
    drop();
    return failed("status", `HTTP ${statusCode}`);
  }
  const type = header("content-type").toLowerCase();
  const mediaType = (type.split(";")[0] ?? "").trim();
  const isHtml = mediaType === "text/html" || mediaType === "application/xhtml+xml";
  if (!isHtml && mediaType !== "text/plain") {
    drop();
    return failed(
      "wrong-type",
      `it is ${printable(mediaType) || "of no named type"}, and not HTML or plain text`,
    );
  }
  if (!["", "identity"].includes(header("content-encoding").trim().toLowerCase())) {
    drop();
    return failed("wrong-type", "it came packed, though unpacked was asked for");
  }
  const tooLarge = failed("too-large", `it is larger than ${Math.floor(mostBytes / 1024)} KB`);
  if (Number(header("content-length")) > mostBytes) {
    drop();
    return tooLarge;
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    length += piece.byteLength;
    // Leaving the loop cuts the connection.
    if (length > mostBytes) return tooLarge;
    pieces.push(piece);
  }
  return { kind: "page", address: url.href, isHtml, body: decode(Buffer.concat(pieces), type, isHtml) };
}

/** By what the bytes, the header or the page itself say; UTF-8 otherwise. */
function decode(bytes: Uint8Array, type: string, isHtml: boolean): string {
  const head = isHtml ? Buffer.from(bytes.subarray(0, 1024)).toString("latin1") : "";
  const named = [
    /charset\s*=\s*["']?([\w-]+)/.exec(type)?.[1],
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1],
  ];
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  for (const name of [mark, ...named]) {
    if (name === undefined) continue;
    try {
      return new TextDecoder(name).decode(bytes);
    } catch {
      // A name that nobody knows: the next says more.
    }
  }
  return new TextDecoder().decode(bytes);
}

function failed(failure: PageFailure, detail: string): Extract<FetchedPage, { kind: "failed" }> {
  return { kind: "failed", failure, detail };
}

/** Of a foreign header, only what is safe to show. */
function printable(text: string): string {
  return text.replace(/[^\w./+-]/g, "").slice(0, 60);
}
