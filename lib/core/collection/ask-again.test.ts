import { describe, expect, it } from "vitest";
import { asksAgain } from "./ask-again.ts";

const at = (time: string) => new Date(`2026-06-01T${time}Z`);
const every = 600;

describe("fields that Meta refused", () => {
  it.each([
    ["within the same six hours", "06:00:00", "11:59:59", false],
    ["in the first round after them", "11:59:59", "12:00:00", true],
    ["after a long sleep", "01:00:00", "23:00:00", true],
  ])("are asked for again by the clock: %s", (_, last, now, expected) => {
    expect(asksAgain({ last: at(last), now: at(now), pollIntervalSeconds: every })).toBe(expected);
  });

  it("four times a day at ten minutes, and as often as rounds come when those are rarer", () => {
    const count = (seconds: number) => {
      let asked = 0;
      for (let second = 0; second < 86_400; second += seconds) {
        const now = new Date(Date.UTC(2026, 5, 1) + second * 1000);
        const last = new Date(now.getTime() - seconds * 1000);
        if (asksAgain({ last, now, pollIntervalSeconds: seconds })) asked++;
      }
      return asked;
    };
    // 86,400 s a day over 36 intervals of 600 s, and of 5 s.
    expect(count(600)).toBe(4);
    expect(count(5)).toBe(480);
  });

  it("a WABA that was never read has nothing to ask again", () => {
    expect(asksAgain({ last: null, now: at("12:00:00"), pollIntervalSeconds: every })).toBe(false);
  });
});
