import { durationText } from "@/components/clock/duration-text.ts";
import { csrfToken } from "./csrf-token.ts";

export type SignInResult = { kind: "in" } | { kind: "refused"; message: string };

const refused = (message: string): SignInResult => ({ kind: "refused", message });
const noAnswer = "Staygreen did not answer. Check the network, then try again.";

/** One try at the credentials form of next-auth. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const token = await csrfToken();
    if (token === null) return refused(noAnswer);
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken: token, email, password, json: "true", redirect: "false" }),
    });
    if (response.status === 429) return refused(tooMany(response.headers.get("retry-after")));
    if (response.status >= 500)
      return refused(`The server failed with status ${response.status}. Try again shortly.`);
    const body: unknown = await response.json().catch(() => null);
    return response.ok && !namesAnError(body)
      ? { kind: "in" }
      : refused("E-mail or password is wrong, or the account is disabled.");
  } catch {
    return refused(noAnswer);
  }
}

function namesAnError(body: unknown): boolean {
  if (typeof body !== "object" || body === null || !("url" in body) || typeof body.url !== "string")
    return true;
  return new URL(body.url, window.location.origin).searchParams.has("error");
}

function tooMany(retryAfter: string | null): string {
  const seconds = Number(retryAfter);
  const wait = retryAfter !== null && seconds > 0 ? durationText(seconds * 1000, 2) : "a minute";
  return `Too many tries. Wait ${wait}, then try again.`;
}
