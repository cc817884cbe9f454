import { describe, expect, it } from "vitest";
import { fileMark } from "./file-mark.ts";
import { firstSliceBytes, nextSliceBytes, speedOf } from "./slice-pace.ts";

const kb = 1024;

describe("the size of slices", () => {
  // A server of 8,000 rows/s and rows of 60 bytes takes 2.1 s for 1 MB: the next answer must come sooner.
  it.each([
    [{ bytes: 64 * kb, tookMs: 100, moved: true }, 128 * kb],
    [{ bytes: 1024 * kb, tookMs: 2_100, moved: true }, 512 * kb],
    [{ bytes: 400 * kb, tookMs: 700, moved: true }, 400 * kb],
    [{ bytes: 64 * kb, tookMs: 9_000, moved: true }, 64 * kb],
    [{ bytes: 1024 * kb, tookMs: 10, moved: true }, 1024 * kb],
    [{ bytes: 64 * kb, tookMs: 0, moved: false }, 128 * kb],
    [{ bytes: 2048 * kb, tookMs: 5, moved: false }, 2048 * kb],
  ])("after %j is %i", (last, next) => {
    expect(nextSliceBytes(last)).toBe(next);
  });

  it("settles where an answer takes 0.7 s, and never takes 2 s on the way", () => {
    for (const bytesPerMs of [100, 300, 600, 1_400]) {
      let bytes = firstSliceBytes;
      for (let turn = 0; turn < 20; turn++) {
        const tookMs = bytes / bytesPerMs;
        expect(tookMs).toBeLessThan(2_000);
        bytes = nextSliceBytes({ bytes, tookMs, moved: true });
      }
      expect(bytes / bytesPerMs).toBeCloseTo(Math.min(700, (1024 * kb) / bytesPerMs), -1);
    }
  });
});

describe("the speed", () => {
  it("says nothing before a second is over, then rows a second and what is left", () => {
    expect(speedOf({ bytes: 1_000, rows: 10, ms: 900 }, 9_000)).toBeNull();
    expect(speedOf({ bytes: 1_000, rows: 80, ms: 2_000 }, 9_000)).toEqual({
      rowsPerSecond: 40,
      secondsLeft: 18,
    });
  });
});

describe("the mark of a file", () => {
  // http://www.isthe.com/chongo/src/fnv/test_fnv.c: FNV-1a 64 of "", "a", "foobar".
  it.each([
    ["", "cbf29ce484222325"],
    ["a", "af63dc4c8601ec8c"],
    ["foobar", "85944171f73967e8"],
  ])("%j hashes as published", (text, hash) => {
    expect(fileMark(new TextEncoder().encode(text), 7)).toBe(`fnv1a-${hash}-7`);
  });
});
