import { describe, expect, it } from "vitest";
import { entryRefusal, entryState, entryStates, type EntryAct } from "./entry-state.ts";

const possible: Record<(typeof entryStates)[number], readonly EntryAct[]> = {
  unregistered: ["claim", "change", "merge", "take-in", "retire"],
  registered: ["change", "merge", "take-in", "retire"],
  retired: ["change", "merge", "take-in"],
  merged: ["split-off"],
};
const acts: readonly EntryAct[] = ["claim", "change", "merge", "take-in", "split-off", "retire"];

describe("entryRefusal", () => {
  it.each(entryStates.flatMap((state) => acts.map((act) => ({ state, act }))))(
    "$state, $act",
    ({ state, act }) => {
      const refusal = entryRefusal("opt-in-source", state, act);
      if (possible[state].includes(act)) expect(refusal).toBeNull();
      else expect(refusal).toMatch(/^Th(is|at) opt-in source is .+\.$/);
    },
  );
});

describe("entryState", () => {
  it("reads the words it knows, and takes an unknown one for an entry like any other", () => {
    expect(entryStates.map(entryState)).toEqual([...entryStates]);
    expect(entryState("archived")).toBe("registered");
  });
});
