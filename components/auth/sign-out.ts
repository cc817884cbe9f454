import { csrfToken } from "./csrf-token.ts";

/** Ends the session; false when the server did not. */
export async function signOut(): Promise<boolean> {
  const token = await csrfToken();
  if (token === null) return false;
  const response = await fetch("/api/auth/signout", {
    method: "POST",
    body: new URLSearchParams({ csrfToken: token, json: "true", callbackUrl: "/sign-in" }),
  });
  return response.ok;
}
