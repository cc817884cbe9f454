/**
 * The only pages and routes that answer someone who is not signed in. A test walks the route tree and fails for any
 * other that does. /metrics has its own door: a bearer token, or loopback only.
 */
export const publicRoutes = [
  "/healthz",
  "/readyz",
  "/metrics",
  "/api/webhooks/meta",
  "/api/auth/[...nextauth]",
  "/api/v1/invitations/accept",
  "/sign-in",
  "/welcome/[token]",
] as const;
