import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMessageFacts } from "./message-facts.ts";
import { redactMessageText } from "./redact-message-text.ts";
import bodies from "./webhook-bodies.json" with { type: "json" };

type Body = keyof typeof bodies;
const names = Object.keys(bodies) as Body[];
const received = new Date("2025-10-03T12:00:00Z");
const redacted = (body: unknown) => redactMessageText(body).value as (typeof bodies)["text"];
const factsOf = (body: { entry: readonly { changes: readonly { value: unknown }[] }[] }) =>
  body.entry.flatMap(({ changes }) => changes.map(({ value }) => readMessageFacts(value, received)));

describe("redactMessageText", () => {
  it.each(names)("%s: nobody's words stay, the facts do", (name) => {
    const before = structuredClone(bodies[name]);
    const after = redacted(bodies[name]);
    expect(bodies[name]).toEqual(before);
    const text = JSON.stringify(after);
    for (const word of [
      "Kim",
      "Beispiel",
      "kim.",
      "Alex",
      "Hallo",
      "1990",
      "52.5",
      "Strand",
      "fb.me",
      "Held",
    ]) {
      expect(text).not.toContain(word);
    }
    expect(factsOf(after)).toEqual(factsOf(bodies[name]));
    expect(redactMessageText(JSON.parse(text)).changed).toBe(false);
  });

  it.each<Body>(["statuses", "group statuses", "played voice message", "account news", "template news"])(
    "%s: leaves what holds nobody's words as it is",
    (name) => {
      expect(redactMessageText(bodies[name])).toEqual({ value: bodies[name], changed: false });
      expect(redactMessageText(bodies[name]).value).toBe(bodies[name]);
    },
  );

  it("keeps of a failed status the code and Meta's title, and all that was sent along", () => {
    expect(redacted(bodies["failed status"]).entry[0]!.changes[0]!.value).toMatchObject({
      statuses: [
        {
          id: "wamid.T3V0Ym91bmQy",
          recipient_id: "4917604069002",
          biz_opaque_callback_data: '{"c":"autumn26","s":"checkout-box"}',
          errors: [{ code: 131049, title: "Not delivered, ecosystem engagement" }],
        },
      ],
    });
  });

  it("notes in place of the words whether the person asked to stop", () => {
    expect(redacted(bodies["stop text"]).entry[0]!.changes[0]!.value.messages).toEqual([
      {
        from: "4917604069001",
        id: "wamid.SW5ib3VuZA002=",
        timestamp: "1759480262",
        type: "text",
        context: { from: "493023125014", id: "wamid.T3V0Ym91bmQx" },
        staygreen: { optOut: { keyword: "keine", language: "de", via: "text" }, resume: null },
      },
    ]);
    expect(redacted(bodies.history)).toMatchObject({
      entry: [{ changes: [{ value: { history: [{ threads: [{ messages: [{ type: "text" }] }] }] } }] }],
    });
  });

  it("a change about an account that carries people all the same is cleaned of their words", () => {
    const value = {
      event: "ACCOUNT_DELETED",
      ...bodies.text.entry[0]!.changes[0]!.value,
      remark: "Kim says hello",
    };
    const body = { entry: [{ id: "1", changes: [{ field: "account_update", value }] }] };
    const text = JSON.stringify(redacted(body));
    expect(text).not.toContain("Kim");
    expect(text).toContain("ACCOUNT_DELETED");
  });

  it.each<[string, unknown, unknown]>([
    ["an entry that is a text", { entry: "Kim" }, { entry: [null] }],
    ["entries that are texts", { entry: ["Kim", 5, null] }, { entry: [null, null, null] }],
    ["a change that is a text", { entry: [{ changes: "Kim" }] }, { entry: [{ changes: [null] }] }],
    [
      "a value that is a text",
      { entry: [{ changes: [{ value: "Kim" }] }] },
      { entry: [{ changes: [{ value: null }] }] },
    ],
    [
      "messages that are texts",
      { entry: [{ changes: [{ value: { messages: ["Kim", { id: "x", text: "Kim" }] } }] }] },
      {
        entry: [
          {
            changes: [
              { value: { messages: [null, { id: "x", staygreen: { optOut: null, resume: null } }] } },
            ],
          },
        ],
      },
    ],
    [
      "no envelope",
      { field: "messages", value: { statuses: "Kim" } },
      { field: "messages", value: { statuses: [null] } },
    ],
    ["a list", [{ name: "Kim" }, "Kim"], [{ name: null }, null]],
    [
      "keys that are somebody's words",
      { entry: [], "Kim Beispiel": { id: 1 }, kim: { "": 1 } },
      { entry: [], kim: {} },
    ],
  ])("%s: keeps the places, not the words", (_, body, expected) => {
    expect(redactMessageText(body)).toEqual({ value: expected, changed: true });
  });

  it.each([null, undefined, 7, "text", true])("%j is left alone", (body) => {
    expect(redactMessageText(body)).toEqual({ value: body, changed: false });
  });

  it("cuts what is nested too deeply to be written as JSON", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    for (const value of [
      { event: "X", deep },
      { messages: [{ id: "x", deep, staygreen: deep }] },
      { unheard: deep },
    ]) {
      const { value: kept } = redactMessageText({
        entry: [{ changes: [{ field: "account_update", value }], deep }],
      });
      expect(() => JSON.stringify(kept)).not.toThrow();
    }
  });

  it("does not touch prototypes", () => {
    const body = JSON.parse(
      '{"entry":[{"changes":[{"value":{"messages":[{"id":"x","text":{"body":"Kim"},"__proto__":{"polluted":1}}],"__proto__":{"a":"Kim"}}}],"__proto__":{"b":1}}]}',
    ) as unknown;
    const text = JSON.stringify(redacted(body));
    expect(text).not.toContain("Kim");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("looks through a thousand statuses in a moment", () => {
    const [first] = bodies.statuses.entry[0]!.changes[0]!.value.statuses;
    const statuses = Array.from({ length: 1000 }, (_, index) => ({ ...first, id: `wamid.${index}` }));
    const body = { entry: [{ changes: [{ field: "messages", value: { statuses } }] }] };
    const began = performance.now();
    expect(redactMessageText(body).changed).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("whatever comes", { timeout: 60_000 }, () => {
  const keys = [
    ..."contacts messages statuses user_preferences user_id_update errors metadata history message_echoes".split(
      " ",
    ),
    ..."id from wa_id user_id recipient_id status timestamp type text body button interactive title system".split(
      " ",
    ),
    ..."staygreen optOut resume keyword language via referral context value code field entry changes".split(
      " ",
    ),
    ..."__proto__ constructor phone_number_id recipient_type recipient_participant_id toString".split(" "),
  ];
  const words = [
    ..."STOP start stop sent read failed text system group messages user_preferences user_changed_number".split(
      " ",
    ),
    ..."4917604069001 DE.10493827561029384 1759480190 wamid.x account_update en".split(" "),
    "please stop",
    "\ud800",
    "\u0000",
  ];
  const mess = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "medium" },
      fc.constantFrom<unknown>(...words, null, true, 131049, 4917604069001, -1, 1e300, ""),
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 5 })), tie("value")), {
          maxLength: 8,
        })
        .map((pairs) => Object.fromEntries(pairs) as unknown),
    ),
  })).value;

  it("neither reading nor redacting throws, and the facts are the same", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("messages", "user_preferences", "new_field"),
        fc.dictionary(fc.constantFrom(...keys), mess),
        (field, value) => {
          const body = { entry: [{ id: "1", changes: [{ field, value }] }] };
          const after = redacted(body);
          expect(factsOf(after)).toEqual(factsOf(body));
          expect(redactMessageText(after).changed).toBe(false);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(mess, (body) => {
        readMessageFacts(body, received);
        expect(() => JSON.stringify(redactMessageText(body).value)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it("a broken element beside good ones costs none of them", () => {
    const good = { id: "wamid.good", status: "sent", type: "text", value: "stop" };
    fc.assert(
      fc.property(fc.constantFrom("statuses", "messages", "user_preferences"), mess, (key, bad) => {
        const kept = (value: unknown) => {
          const facts = readMessageFacts(value, received);
          const found = [...facts.statuses, ...facts.inbound].filter(
            ({ messageId }) => messageId === "wamid.good",
          );
          return found.length + facts.preferences.length;
        };
        const body = { entry: [{ changes: [{ field: "messages", value: { [key]: [good, bad, good] } }] }] };
        expect(kept({ [key]: [good, bad, good] })).toBeGreaterThanOrEqual(2);
        expect(kept(redacted(body).entry[0]!.changes[0]!.value)).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 1000 },
    );
  });
});
