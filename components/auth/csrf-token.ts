/** next-auth wants a token with each of its own form posts. Null when it could not be had. */
export async function csrfToken(): Promise<string | null> {
  const response = await fetch("/api/auth/csrf", { headers: { accept: "application/json" } });
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null || !("csrfToken" in body)) return null;
  return typeof body.csrfToken === "string" ? body.csrfToken : null;
}
