import fc from "fast-check";
import { expect, it } from "vitest";
import { slicesOf } from "./webhook-replays.ts";

it("the days of a window cover every millisecond of it once", () => {
  const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 5, 1) });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 40 * 86_400_000 }), (start, length) => {
      const window = { windowStart: new Date(start), windowEnd: new Date(start + length) };
      const slices = slicesOf(window);
      expect(slices[0]?.from).toEqual(window.windowStart);
      expect(slices.at(-1)?.to).toEqual(window.windowEnd);
      for (const [index, slice] of slices.slice(1).entries()) {
        expect(slice.from.getTime()).toBe((slices[index]?.to.getTime() ?? 0) + 1);
      }
    }),
  );
});
