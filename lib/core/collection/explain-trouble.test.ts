import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainTrouble } from "./explain-trouble.ts";
import type { GraphTrouble, GraphTroubleKind } from "./graph-trouble.ts";

const kinds: readonly GraphTroubleKind[] = [
  "token-invalid",
  "permission-missing",
  "asset-lost",
  "rate-limited",
  "field-unknown",
  "request-invalid",
  "account-locked",
  "transient",
];
const trouble = (part: Partial<GraphTrouble>): GraphTrouble => ({
  kind: "transient",
  code: null,
  subcode: null,
  message: "the connection was cut",
  traceId: null,
  field: null,
  waitMinutes: null,
  ...part,
});

describe("explainTrouble", () => {
  it.each(kinds)("%s has a message, an action and Meta's trace id", (kind) => {
    const words = explainTrouble(trouble({ kind, code: 7, traceId: "AbC" }));
    expect(words).toMatchObject({ kind, code: 7, traceId: "AbC" });
    expect(words.message).toMatch(/^[A-Z].*\.$/);
    expect(words.action).toMatch(/^[A-Z].*\.$/);
    expect(words.message + words.action).not.toMatch(/undefined|null|NaN|\[object/);
  });

  // graph-api.md 10.1: the subcodes of 190.
  it.each([
    [458, "the app was removed"],
    [459, "a security check"],
    [460, "the owner's password changed"],
    [463, "it has expired"],
    [464, "not confirmed"],
    [467, "it was invalidated"],
    [492, "no longer has the needed role"],
  ])("F01 says why the token died (%i)", (subcode, why) => {
    const { message, action } = explainTrouble(
      trouble({ kind: "token-invalid", code: 190, subcode, message: "X" }),
    );
    expect(message).toContain(why);
    expect(message).toContain("Meta's answer: X (code 190)");
    expect(action).toContain("new system user token");
  });

  it("F01 needs no subcode, and makes none up", () => {
    expect(explainTrouble(trouble({ kind: "token-invalid", subcode: 999 })).message).toBe(
      "Meta no longer accepts the access token.",
    );
  });

  // graph-api.md 7: 200005 not available, 200007 not enabled; switching on is irreversible.
  it("says why there are no template analytics, and never tells anybody to let Staygreen switch them on", () => {
    const off = explainTrouble(trouble({ kind: "request-invalid", code: 200005, message: "X" }));
    expect(off.message).toMatch(/^Meta does not offer template analytics for this account\./);
    expect(off.action).toMatch(/^Nothing to do/);
    const disabled = explainTrouble(trouble({ kind: "request-invalid", code: 200007, message: "X" }));
    expect(disabled.message).toMatch(/^Template analytics are not switched on/);
    expect(disabled.action).toContain("cannot be undone");
  });

  it("F02 promises that the history stays and that it is tried again", () => {
    const { action } = explainTrouble(trouble({ kind: "asset-lost", code: 200 }));
    expect(action).toContain("every hour");
    expect(action).toContain("history stays");
  });

  it("F03 says how long, when Meta did", () => {
    expect(explainTrouble(trouble({ kind: "rate-limited", waitMinutes: 17 })).message).toContain(
      "for about 17 min",
    );
    expect(explainTrouble(trouble({ kind: "rate-limited" })).message).toBe("Meta's call limit is used up.");
  });

  it("F10 names the field", () => {
    expect(explainTrouble(trouble({ kind: "field-unknown", field: "name_status" })).message).toContain(
      "name_status",
    );
  });

  it("F05 names the fault of the network", () => {
    expect(explainTrouble(trouble({})).message).toContain("the connection was cut");
  });

  // Meta's wording for a wrong and for a missing proof: graph-api.md 10.5 and 2.2.
  it.each([
    "Invalid appsecret_proof provided in the API argument",
    "API calls from the server require an appsecret_proof argument",
  ])("sends whoever pasted a wrong app secret to the app secret: %s", (message) => {
    expect(explainTrouble(trouble({ kind: "request-invalid", code: 100, message })).action).toContain(
      "app secret",
    );
    expect(explainTrouble(trouble({ kind: "request-invalid", code: 100 })).action).not.toContain(
      "app secret",
    );
  });

  it("never contains an access token, whatever Meta quotes", () => {
    const token = fc.stringMatching(/^EAA[A-Za-z0-9]{30,180}$/);
    const text = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        token,
        text,
        text,
        fc.option(fc.nat()),
        (kind, secret, a, b, code) => {
          const message = `${a} Malformed access token ${secret}${b.replace(/^[A-Za-z0-9]+/, "")}`;
          const words = explainTrouble(trouble({ kind, code, message }));
          expect(JSON.stringify(words)).not.toContain(secret.slice(0, 14));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
