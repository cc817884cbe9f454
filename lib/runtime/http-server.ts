import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { contentSecurityPolicy, securityHeaders } from "./security-headers.ts";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The port is taken or may not be used; the message says what to do. */
class PortError extends Error {
  override readonly name = "PortError";
}

export interface HttpServer {
  readonly server: Server;
  readonly port: number;
  /** From now on requests go here; before, they get 503. */
  setHandler(handler: RequestHandler): void;
  /** Takes no new connection, lets requests under way end, at most for the given time. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Headers that our own code trusts, or that Next.js has been fooled with: never taken from a client.
 * `x-staygreen-peer` is the connection's address, `x-staygreen-proxied` says that a proxy stands in between.
 */
const internalHeaders = [
  "x-staygreen-peer",
  "x-staygreen-path",
  "x-staygreen-proxied",
  "x-nonce",
  "x-middleware-subrequest",
  "content-security-policy",
];
const proxyHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "via",
];

/**
 * The one place where requests enter: internal headers are set, security headers added. Listens before the rest is
 * ready, so that a busy port is told at once and probes get an answer.
 *
 * @throws PortError
 */
export async function listen(options: {
  port: number;
  https: boolean;
  development: boolean;
}): Promise<HttpServer> {
  let handler: RequestHandler = (_request, response) => {
    response
      .writeHead(503, { "content-type": "text/plain", "retry-after": "2" })
      .end("Staygreen is starting.\n");
    return Promise.resolve();
  };
  const fixed = Object.entries(securityHeaders(options));
  const server = createServer((request, response) => {
    for (const [name, value] of fixed) response.setHeader(name, value);
    setTrustedHeaders(request);
    if (isPage(request)) {
      const nonce = randomBytes(16).toString("base64");
      const policy = contentSecurityPolicy(nonce, options);
      request.headers["x-nonce"] = nonce;
      // Server components are not told their own address, and signing in should lead back to it.
      request.headers["x-staygreen-path"] = request.url ?? "/";
      request.headers["content-security-policy"] = policy;
      response.setHeader("content-security-policy", policy);
    } else if (!request.url?.startsWith("/_next/static/")) {
      response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if (!isReadable(request.url ?? "/")) {
      refuseAddress(response);
      return;
    }
    handler(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, options.port)));
    server.listen(options.port, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === "object" && address !== null ? address.port : options.port,
    setHandler: (next) => {
      handler = next;
    },
    stop: async (graceMs) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function setTrustedHeaders(request: IncomingMessage): void {
  for (const name of internalHeaders) Reflect.deleteProperty(request.headers, name);
  request.headers["x-staygreen-peer"] = request.socket.remoteAddress ?? "";
  if (proxyHeaders.some((name) => request.headers[name] !== undefined))
    request.headers["x-staygreen-proxied"] = "1";
}

/** Next.js answers 500 to a path whose percent signs stand for no character. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function refuseAddress(response: ServerResponse): void {
  const message = "has a percent sign that stands for no character";
  const problem = {
    type: "urn:staygreen:problem:validation",
    title: "Invalid input",
    status: 400,
    detail: `path: ${message}.`,
    errors: [{ path: "path", message }],
  };
  response
    .writeHead(400, { "content-type": "application/problem+json", "cache-control": "no-store" })
    .end(JSON.stringify(problem));
}

/** Pages carry a nonce; API answers, probes and static files run no script. */
function isPage(request: IncomingMessage): boolean {
  const path = request.url ?? "/";
  return !/^\/(api|_next\/static|healthz|readyz|metrics)(\/|\?|$)/.test(path);
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new PortError(
      `Port ${port} is already in use. Stop the program that uses it, or choose another port. Example: PORT=${port + 1}`,
    );
  }
  if (error.code === "EACCES") {
    return new PortError(
      `Port ${port} may not be used by this user. Choose one above 1023. Example: PORT=3000`,
    );
  }
  return error;
}
