/** "2026-W47" as people say it: "Week 47, 2026". */
export function weekName(isoWeek: string): string {
  const match = /^(\d{4})-W(\d\d)$/.exec(isoWeek);
  return match === null ? isoWeek : `Week ${Number(match[2])}, ${match[1] ?? ""}`;
}
