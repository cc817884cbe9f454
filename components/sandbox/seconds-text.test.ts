import { expect, it } from "vitest";
import { secondsText } from "./seconds-text.ts";

it("speaks of seconds below a minute and a half, then of minutes", () => {
  expect([15, 75, 90, 200].map(secondsText)).toEqual([
    "about 15 seconds",
    "about 75 seconds",
    "about 2 minutes",
    "about 3 minutes",
  ]);
});
