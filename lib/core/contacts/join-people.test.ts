import { describe, expect, it } from "vitest";
import { joinPeople, type PersonHash } from "./join-people.ts";

const p = (hash: string, keyVersion: number): PersonHash => ({ hash, keyVersion });
const [a1, b1, c1, a2, b2] = [p("a1", 1), p("b1", 1), p("c1", 1), p("z2", 2), p("y2", 2)];
const flat = (links: [PersonHash, PersonHash][]) =>
  Object.fromEntries([...joinPeople(links.map(([from, to]) => ({ from, to })))].map(([k, v]) => [k, v.hash]));

describe("who stands for a person", () => {
  it("is the hash under the newest key, among equals the smallest", () => {
    expect(flat([[a1, a2]])).toEqual({ a1: "z2" });
    expect(flat([[a1, b1]])).toEqual({ b1: "a1" });
    expect(
      flat([
        [a1, a2],
        [b1, b2],
        [a1, b1],
      ]),
    ).toEqual({ a1: "y2", b1: "y2", z2: "y2" });
  });

  it("is one for a whole chain, whichever end is told first", () => {
    const chain: [PersonHash, PersonHash][] = [
      [c1, b1],
      [b1, a1],
      [a1, a2],
    ];
    expect(flat(chain)).toEqual({ a1: "z2", b1: "z2", c1: "z2" });
    expect(flat(chain.toReversed())).toEqual(flat(chain));
  });
});
