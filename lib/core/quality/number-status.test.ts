import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumberStatus } from "./number-status.ts";

describe("readNumberStatus", () => {
  // graph-api.md 4.5: the eleven values of the reference, and two of Meta's OpenAPI file that were never seen live.
  it.each([
    ["CONNECTED", "sending"],
    ["PENDING", "setting-up"],
    ["UNVERIFIED", "setting-up"],
    ["FLAGGED", "at-risk"],
    ["RESTRICTED", "at-risk"],
    ["RATE_LIMITED", "at-risk"],
    ["BANNED", "not-sending"],
    ["DISCONNECTED", "not-sending"],
    ["MIGRATED", "not-sending"],
    ["DELETED", "not-sending"],
    ["UNKNOWN", "unknown"],
    ["LINKED", "unknown"],
    ["UNLINKED", "unknown"],
    ["SUSPENDED", "unknown"],
    ["connected", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
  ] as const)("%s reads as %s", (raw, reading) => {
    expect(readNumberStatus(raw)).toBe(reading);
  });

  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "F09 a status spelled like a property of every object (%s) is unknown",
    (raw) => {
      expect(readNumberStatus(raw)).toBe("unknown");
    },
  );

  it("F09 any other word is unknown, so it never looks healthy", () => {
    const documented =
      /^(CONNECTED|PENDING|UNVERIFIED|FLAGGED|RESTRICTED|RATE_LIMITED|BANNED|DISCONNECTED|MIGRATED|DELETED)$/;
    fc.assert(
      fc.property(
        fc.string().filter((word) => !documented.test(word)),
        (raw) => {
          expect(readNumberStatus(raw)).toBe("unknown");
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
