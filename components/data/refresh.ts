/** How often each kind of view asks again, in milliseconds. */
export const refresh = {
  /** What a person watches while something happens. */
  watched: 4_000,
  /** Set-up pages. */
  settings: 15_000,
  /** The frame around every page: sandbox banner and collector state. */
  frame: 20_000,
} as const;
