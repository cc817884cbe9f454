/** "about 25 seconds", "about 2 minutes": how long somebody has to look. */
export function secondsText(seconds: number): string {
  if (seconds < 90) return `about ${seconds} seconds`;
  return `about ${Math.round(seconds / 60)} minutes`;
}
