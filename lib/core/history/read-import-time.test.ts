import { describe, expect, it } from "vitest";
import { readImportTime } from "./read-import-time.ts";

const now = new Date("2026-06-01T09:00:00.000Z");
const read = (written: string | number) => {
  const time = readImportTime(written, now);
  return time.ok ? [time.at.toISOString(), time.unit] : time.message;
};

describe("F32 times of a file", () => {
  // 1780000000 is 2026-05-28T20:26:40Z by `date -u -d @1780000000`.
  it.each([
    ["2026-05-28T20:26:40Z", "2026-05-28T20:26:40.000Z", "iso"],
    ["2026-05-28 22:26:40.5+02:00", "2026-05-28T20:26:40.500Z", "iso"],
    ["2026-05-28t14:56-0530", "2026-05-28T20:26:00.000Z", "iso"],
    ["1780000000", "2026-05-28T20:26:40.000Z", "unix-seconds"],
    [1_780_000_000, "2026-05-28T20:26:40.000Z", "unix-seconds"],
    ["1780000000000", "2026-05-28T20:26:40.000Z", "unix-milliseconds"],
    [1_780_000_000_123, "2026-05-28T20:26:40.123Z", "unix-milliseconds"],
    // Clocks may differ: ten minutes ahead still pass.
    ["2026-06-01T09:10:00Z", "2026-06-01T09:10:00.000Z", "iso"],
  ])("%s is read as %s", (written, at, unit) => {
    expect(read(written)).toEqual([at, unit]);
  });

  it.each([
    ["-1780000000", /negative/],
    ["0", /neither Unix seconds nor milliseconds/],
    ["1970-01-01T00:00:00Z", /before WhatsApp served businesses/],
    ["9999-12-31T00:00:00Z", /ahead of now/],
    ["2026-06-01T09:10:01Z", /more than 10 minutes ahead/],
    ["1780390000", /ahead of now/],
    ["2026-02-30T00:00:00Z", /does not exist/],
    ["2026-05-01T25:00:00Z", /does not exist/],
    ["2026-05-01T10:00:00+23:00", /zone that does not exist/],
    ["", /is empty/],
    ["yesterday", /is not a time/],
    ["01.05.2026 10:00", /is not a time/],
    [Number.POSITIVE_INFINITY, /is not a time/],
  ])("%s is refused with its reason", (written, message) => {
    expect(read(written)).toMatch(message);
  });
});

describe("F39 a local time", () => {
  it.each(["2026-10-25T02:30:00", "2026-05-01 10:00", "2026-05-01"])(
    "%s is refused: it needs its zone",
    (text) => {
      expect(read(text)).toMatch(/zone/);
    },
  );
});
