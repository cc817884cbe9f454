/** The only place in the sandbox that reads the machine's clock (unix milliseconds); everything else is handed a `now`. */
export function systemNow(): number {
  return Date.now();
}
