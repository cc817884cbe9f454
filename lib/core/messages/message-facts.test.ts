import { describe, expect, it } from "vitest";
import { readMessageFacts, type MessageFacts } from "./message-facts.ts";
import bodies from "./webhook-bodies.json" with { type: "json" };

type Body = keyof typeof bodies;
const received = new Date("2025-10-03T12:00:00Z");
const facts = (name: Body): MessageFacts =>
  readMessageFacts(bodies[name].entry[0]!.changes[0]!.value, received);
const read = (value: object) => readMessageFacts(value, received);
const at = (seconds: number) => ({ at: new Date(seconds * 1000), atKnown: true });
const nothing: MessageFacts = {
  phoneNumberId: null,
  statuses: [],
  inbound: [],
  preferences: [],
  links: [],
  systemErrors: [],
  broken: [],
  unknown: [],
};
const phone = "tel:+4917604069001";
const user = "wa:DE.10493827561029384";
const status = {
  participant: null,
  recipient: phone,
  errorCode: null,
  callbackData: null,
  campaignKey: null,
  sourceKey: null,
  sourceVersion: null,
  templateKey: null,
  pricingCategory: null,
  pricingType: null,
  billable: null,
};
const keys = {
  callbackData: "c=autumn26;s=checkout-box;v=2",
  campaignKey: "autumn26",
  sourceKey: "checkout-box",
  sourceVersion: "2",
  templateKey: null,
};
const priced = { pricingCategory: "marketing", pricingType: "regular", billable: true };

// Shapes: docs/graph-api.md, Meta's pages on message webhooks of May to August 2026.
describe("readMessageFacts", () => {
  it("reads statuses with what was sent beside the message", () => {
    const messageId = "wamid.T3V0Ym91bmQx";
    expect(facts("statuses")).toEqual({
      ...nothing,
      phoneNumberId: "330917284500611",
      statuses: [
        { ...status, messageId, status: "sent", ...at(1759480188), ...keys, ...priced },
        { ...status, messageId, status: "delivered", ...at(1759480190), ...keys, ...priced },
        { ...status, messageId, status: "read", ...at(1759480199) },
      ],
    });
  });

  it("reads why a message failed", () => {
    expect(facts("failed status").statuses).toMatchObject([
      {
        status: "failed",
        errorCode: 131049,
        campaignKey: "autumn26",
        sourceKey: "checkout-box",
        sourceVersion: null,
        templateKey: null,
      },
    ]);
  });

  it("knows a recipient by number or, without one, by user id, and links the two", () => {
    const { statuses, links } = facts("status by user id");
    expect(statuses.map(({ recipient }) => recipient)).toEqual([phone, "wa:DE.10493827561029385"]);
    expect(links).toEqual([
      { from: phone, to: user, reason: "same-person", at: new Date(1759480190_000) },
      { from: user, to: "wa:DE.ENT.20493827561029384", reason: "same-person", at: new Date(1759480190_000) },
    ]);
  });

  it("in a group the member counts, never the group", () => {
    expect(facts("group statuses").statuses).toMatchObject([
      { participant: phone, recipient: phone, pricingCategory: "group_marketing" },
      { participant: "wa:DE.10493827561029385", recipient: "wa:DE.10493827561029385" },
      { participant: null, recipient: null, status: "sent" },
    ]);
    expect(facts("group statuses").unknown).toEqual([]);
  });

  it("counts a played voice message as read", () => {
    expect(facts("played voice message").statuses).toMatchObject([{ status: "read", ...at(1759480190) }]);
  });

  it("keeps a problem of the number apart from messages", () => {
    expect(facts("system error")).toMatchObject({ statuses: [], systemErrors: [{ code: 130429 }] });
  });

  const inbound = (name: Body) => facts(name).inbound;
  it("hears a stop in a text, with the message that it answers", () => {
    expect(inbound("stop text")).toEqual([
      {
        messageId: "wamid.SW5ib3VuZA002=",
        from: phone,
        ...at(1759480262),
        type: "text",
        contextId: "wamid.T3V0Ym91bmQx",
        optOut: { keyword: "keine", language: "de", via: "text" },
        resume: null,
        referral: null,
      },
    ]);
  });

  it("hears it on buttons and lists, not in forms", () => {
    expect(inbound("stop button")).toMatchObject([
      { type: "button", optOut: { keyword: "stop", via: "button" } },
    ]);
    expect(inbound("interactive replies").map(({ optOut }) => optOut?.via ?? null)).toEqual([
      "interactive",
      "list",
      null,
    ]);
  });

  it("hears a start, and nothing in what is neither", () => {
    expect(inbound("start text")).toMatchObject([{ optOut: null, resume: { keyword: "start" } }]);
    for (const name of ["text", "reaction", "media", "location, contacts, order", "unsupported"] as const) {
      for (const message of inbound(name))
        expect(message).toMatchObject({ optOut: null, resume: null, from: phone });
    }
  });

  it("reads the ad that somebody came through", () => {
    expect(inbound("ad referral")).toMatchObject([
      {
        referral: {
          sourceType: "ad",
          sourceId: "120226305854810726",
          clickId: "Aff-n8ZTODiE79d22KtAwQKj9e",
        },
      },
    ]);
  });

  it("knows a sender without a number", () => {
    expect(facts("sender without a number")).toMatchObject({
      inbound: [{ from: user, optOut: { keyword: "stop" } }],
      links: [{ from: user, to: "wa:DE.ENT.20493827561029384", reason: "same-person" }],
    });
  });

  it("links the old number and id to the new ones", () => {
    const when = { at: new Date(1759480277_000) };
    expect(facts("changed number").links).toEqual([
      { from: "tel:+4917604069003", to: "wa:DE.30493827561029384", reason: "same-person", ...when },
      { from: user, to: "wa:DE.30493827561029384", reason: "changed-id", ...when },
      { from: phone, to: "tel:+4917604069003", reason: "changed-number", ...when },
    ]);
    expect(facts("changed id").links).toMatchObject([
      { from: "wa:DE.30493827561029384", to: "wa:DE.ENT.2", reason: "same-person" },
      { from: user, to: "wa:DE.30493827561029384", reason: "changed-id" },
      { from: "wa:DE.ENT.1", to: "wa:DE.ENT.2", reason: "changed-id" },
    ]);
    expect(facts("user id update").links).toMatchObject([
      { from: phone, to: "wa:DE.30493827561029384", reason: "same-person" },
      { from: "wa:DE.30493827561029384", to: "wa:DE.ENT.2", reason: "same-person" },
      { from: user, to: "wa:DE.30493827561029384", reason: "changed-id" },
      { from: "wa:DE.ENT.1", to: "wa:DE.ENT.2", reason: "changed-id" },
    ]);
  });

  it("a change of number is one whatever Meta called it before", () => {
    const system = { type: "customer_changed_number", new_wa_id: "4917604069003", wa_id: "4917604069001" };
    const message = { id: "w", from: "4917604069001", type: "system", system };
    expect(read({ messages: [message] }).links).toMatchObject([
      { from: phone, to: "tel:+4917604069003", reason: "changed-number" },
    ]);
  });

  it("reads the switch in the chat, by number or user id", () => {
    const category = "marketing_messages";
    expect(facts("preferences").preferences).toEqual([
      { person: phone, value: "stop", category, ...at(1759480211) },
      { person: phone, value: "resume", category, ...at(1759480299) },
    ]);
    expect(facts("preferences").links).toMatchObject([{ from: phone, to: user, reason: "same-person" }]);
    expect(facts("preference by user id").preferences).toMatchObject([{ person: user, value: "stop" }]);
  });

  it("takes the only contact for somebody who is not named, never one of several", () => {
    const entry = { value: "stop", timestamp: 1759480211 };
    const contact = { wa_id: "4917604069001" };
    const message = { id: "w", type: "text", text: { body: "x" } };
    const value = { contacts: [contact], messages: [message], user_preferences: [entry] };
    expect(read(value)).toMatchObject({ inbound: [{ from: phone }], preferences: [{ person: phone }] });
    const two = read({ ...value, contacts: [contact, { wa_id: "4917604069002" }] });
    expect(two).toMatchObject({ inbound: [{ from: null }], preferences: [{ person: null }] });
  });

  it.each<[unknown, string | null]>([
    ["1759480190", "2025-10-03T08:29:50.000Z"],
    [1759480190, "2025-10-03T08:29:50.000Z"],
    ["1759480190123", "2025-10-03T08:29:50.123Z"],
    [1759480190123, "2025-10-03T08:29:50.123Z"],
    [undefined, null],
    ["0", null],
    [-1759480190, null],
    ["253402300800", null],
    ["yesterday", null],
    [{}, null],
  ])("F32 reads the time %j as %s, else the time it was received", (timestamp, iso) => {
    const fact = read({ statuses: [{ id: "w", status: "sent", timestamp }] }).statuses[0]!;
    expect(fact.atKnown).toBe(iso !== null);
    expect(fact.at.toISOString()).toBe(iso ?? received.toISOString());
  });

  it("shows words that it does not know, each once, and makes no fact of an unknown state", () => {
    const value = {
      statuses: [
        { id: "a", status: "vanished" },
        { id: "b", status: "vanished" },
        { id: "c", status: "DELIVERED", pricing: { category: "gossip", type: "loud" } },
      ],
      messages: [{ id: "d", type: "hologram", system: { type: "user_moved" } }],
      user_preferences: [{ wa_id: "4917604069001", value: "pause" }],
    };
    expect(read(value)).toMatchObject({
      statuses: [{ messageId: "c", status: "delivered", pricingCategory: "gossip", pricingType: "loud" }],
      inbound: [{ type: "hologram" }],
      preferences: [],
      broken: [],
      unknown: [
        { place: "status.status", value: "vanished" },
        { place: "status.pricing_category", value: "gossip" },
        { place: "status.pricing_type", value: "loud" },
        { place: "message.system_type", value: "user_moved" },
        { place: "message.type", value: "hologram" },
        { place: "user_preference.value", value: "pause" },
      ],
    });
  });

  it.each<[string, unknown, string]>([
    ["statuses", "secret", "this is not an object"],
    ["statuses", null, "this is not an object"],
    ["statuses", [{ id: "x" }], "this is not an object"],
    ["statuses", { status: "sent" }, "the status names no message"],
    ["statuses", { id: "secret words", status: "sent" }, "the status names no message"],
    ["statuses", { id: "wamid.x" }, "the status does not say which one it is"],
    ["statuses", { id: "wamid.x", status: "secret words" }, "the status does not say which one it is"],
    ["messages", 5, "this is not an object"],
    ["messages", { text: { body: "secret" } }, "the message has no id"],
    ["user_preferences", { wa_id: "4917604069001" }, "the preference has no value"],
    ["user_id_update", { user_id: { previous: "DE.1" } }, "the update names nobody"],
    ["contacts", "secret", "this is not an object"],
    ["errors", false, "this is not an object"],
  ])("F19 in %s %j is set aside, and costs no other", (key, bad, reason) => {
    const good = {
      statuses: { id: "wamid.good", status: "sent" },
      messages: { id: "wamid.good", type: "text" },
      user_preferences: { value: "stop" },
      user_id_update: { wa_id: "4917604069001", user_id: { current: "DE.1" } },
      contacts: { wa_id: "4917604069001" },
      errors: { code: 1 },
    }[key];
    const found = read({ [key]: [good, bad, good] });
    expect(found.broken).toEqual([{ place: `${key}[1]`, reason }]);
    expect({ ...found, broken: [] }).toEqual(read({ [key]: [good, good] }));
    expect(JSON.stringify(found)).not.toContain("secret");
  });

  it.each([null, undefined, 7, "text", [], [{}]])("says that %j is no value", (value) => {
    expect(readMessageFacts(value, received)).toEqual({
      ...nothing,
      broken: [{ place: "value", reason: "the value is not an object" }],
    });
  });

  it("reads a thousand statuses in a moment", () => {
    const statuses = Array.from({ length: 1000 }, (_, index) => ({
      ...bodies.statuses.entry[0]!.changes[0]!.value.statuses[0],
      id: `wamid.${index}`,
    }));
    const began = performance.now();
    expect(read({ statuses }).statuses).toHaveLength(1000);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
