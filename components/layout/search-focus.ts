/** Set by `/` on a page without a search field: the field takes the focus when it appears. */
let isWanted = false;

export function wantSearchFocus(): void {
  isWanted = true;
}

/** True once after it was wanted. */
export function takeSearchFocus(): boolean {
  const wasWanted = isWanted;
  isWanted = false;
  return wasWanted;
}
