/** Where to go after sign-in: a path of ours, or undefined. Anything that could leave the site is dropped. */
export function safeNext(next: string | null | undefined): string | undefined {
  if (next === null || next === undefined) return undefined;
  // Browsers drop tabs and line breaks and read a backslash as a slash: "/\evil.example" would leave the site.
  return /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : undefined;
}
