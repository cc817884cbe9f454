import { expect, it } from "vitest";
import { readShares } from "./read-shares.ts";

it.each<[string, (number | null)[]]>([
  ["25, 50, 100", [0.25, 0.5, 1]],
  ["25 %; 100 %", [0.25, 1]],
  ["12.5 100", [0.125, 1]],
  ["a quarter", [null, null]],
  ["", []],
])("reads %j as shares", (typed, shares) => {
  expect(readShares(typed)).toEqual(shares);
});
