import { expect, it } from "vitest";
import { createRequestAllowance } from "./request-allowance.ts";

it("F37 slows down one caller who sends too fast, and nobody else", () => {
  let now = 0;
  const allowance = createRequestAllowance(() => now);
  const first = Array.from({ length: 1_000 }, () => allowance.take("key-1"));
  expect(first.filter((wait) => wait === 0)).toHaveLength(400);
  expect(first.at(-1)).toBe(1);
  expect(allowance.take("key-2")).toBe(0);
  now += 1_000;
  const second = Array.from({ length: 1_000 }, () => allowance.take("key-1"));
  expect(second.filter((wait) => wait === 0)).toHaveLength(200);
});

it("gives back the whole allowance to somebody who was quiet", () => {
  let now = 0;
  const allowance = createRequestAllowance(() => now);
  for (let count = 0; count < 500; count++) allowance.take("key");
  now += 60_000;
  expect(Array.from({ length: 400 }, () => allowance.take("key")).every((wait) => wait === 0)).toBe(true);
});
