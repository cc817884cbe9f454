export const sessionSeconds = 12 * 60 * 60;

/** `__Host-` binds a cookie to exactly this host over https; browsers refuse the prefix without it. */
export function cookieName(purpose: string, secureCookies: boolean): string {
  return `${secureCookies ? "__Host-" : ""}next-auth.${purpose}`;
}

export function sessionCookieName(secureCookies: boolean): string {
  return cookieName("session-token", secureCookies);
}
