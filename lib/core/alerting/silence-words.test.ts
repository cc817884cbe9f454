import { describe, expect, it } from "vitest";
import { incidentWords, recoveryWords, type IncidentSubject } from "./incident-words.ts";
import type { SilenceKind } from "./silence-words.ts";

const base = {
  name: "Nordlicht production",
  wabaName: null,
  from: null,
  to: null,
  heldUntil: null,
  seenAt: new Date("2026-10-06T13:00:00Z"),
  messagingLimit: null,
  sandbox: false,
  names: [],
  endsAt: null,
  trouble: null,
  spike: null,
  budget: null,
  guard: null,
} as const;
const about = (kind: SilenceKind, changed: Partial<IncidentSubject>): IncidentSubject => ({
  ...base,
  kind,
  ...changed,
});
const noon = new Date("2026-10-06T12:00:00Z");

const cases = {
  silent: about("collector-silent", {
    to: "silent",
    heldUntil: noon,
    trouble: "Meta could not be reached or answered with a passing fault: the connection was cut.",
  }),
  "never read": about("collector-silent", { to: "silent" }),
  blind: about("collector-silent", { to: "blind", heldUntil: noon }),
  "14 days": about("token-expiring", { to: "14", endsAt: new Date("2026-10-20T08:30:00Z") }),
  "1 day": about("token-expiring", { to: "1" }),
  subscription: about("subscription-lost", { names: ["Shop"] }),
  subscriptions: about("subscription-lost", { names: ["Shop", "account 77"] }),
  "one number": about("number-vanished", { name: "Nordlicht", names: ["Shop (+49 30 1)"] }),
  "two numbers": about("number-vanished", { name: "Nordlicht", names: ["Shop (+49 30 1)", "number 77"] }),
  field: about("field-vanished", { names: ["throughput"] }),
  fields: about("field-vanished", { names: ["health_status", "throughput"] }),
  webhooks: about("webhooks-silent", { names: ["Shop"], heldUntil: noon }),
  "webhooks, never": about("webhooks-silent", { names: ["Shop", "Service"] }),
};

describe("what blinds us, as an on-call person reads it", () => {
  it.each<[keyof typeof cases, string, string]>([
    [
      "silent",
      "Nordlicht production: nothing read since 2026-10-06 12:00 UTC",
      "No poll of this connection has succeeded since 2026-10-06 12:00 UTC, which is six polls or more. Ratings shown are the last known ones. The last trouble: Meta could not be reached or answered with a passing fault: the connection was cut.",
    ],
    [
      "never read",
      "Nordlicht production: nothing read so far",
      "No poll of this connection has succeeded so far, which is six polls or more. Ratings shown are the last known ones.",
    ],
    [
      "blind",
      "Nordlicht production: blind from 2026-10-06 12:00 UTC to 2026-10-06 13:00 UTC",
      "Staygreen did not run in this time, so nobody looked from 2026-10-06 12:00 UTC to 2026-10-06 13:00 UTC. Histories show it as a gap. What Meta tried to announce meanwhile may still come in for up to seven days.",
    ],
    [
      "14 days",
      "Nordlicht production: the access token ends within 14 days",
      "The token, or its access to data, ends 2026-10-20 08:30 UTC. Nothing of this connection can be read after that.",
    ],
    [
      "1 day",
      "Nordlicht production: the access token ends within 1 day",
      "The token, or its access to data, ends within 1 day. Nothing of this connection can be read after that.",
    ],
    [
      "subscription",
      "Nordlicht production: Shop is no longer subscribed to webhooks",
      "Meta says that our app is not subscribed to Shop. Meta sends no webhooks about it then: changes are seen with the next poll only, and deliveries, failures and opt-outs of its messages are not seen at all.",
    ],
    [
      "subscriptions",
      "Nordlicht production: 2 accounts are no longer subscribed to webhooks",
      "Meta says that our app is not subscribed to Shop, account 77. Meta sends no webhooks about them then: changes are seen with the next poll only, and deliveries, failures and opt-outs of their messages are not seen at all.",
    ],
    [
      "one number",
      "Nordlicht: Shop (+49 30 1) is no longer listed",
      "Two complete lists from Meta in a row did not hold this number. Whether it was moved, deleted or hidden from our token is not known. History stays.",
    ],
    [
      "two numbers",
      "Nordlicht: 2 numbers are no longer listed",
      "Two complete lists from Meta in a row did not hold Shop (+49 30 1), number 77. Whether they were moved, deleted or hidden from our token is not known. History stays.",
    ],
    [
      "field",
      "Nordlicht production: Meta refuses the field throughput",
      "Meta refuses it for at least one account of this connection. The rest is read as before; what is refused is shown as not reported.",
    ],
    [
      "fields",
      "Nordlicht production: Meta refuses the fields health_status, throughput",
      "Meta refuses them for at least one account of this connection. The rest is read as before; what is refused is shown as not reported.",
    ],
    [
      "webhooks",
      "Nordlicht production: webhooks have fallen silent for Shop",
      "Polls of Shop found changes that no webhook announced, and no webhook has announced one since. A webhook of any kind last came 2026-10-06 12:00 UTC. Polls go on, so changes are seen later than they could be.",
    ],
    [
      "webhooks, never",
      "Nordlicht production: webhooks do not come in for 2 accounts",
      "Polls of Shop, Service found changes that no webhook announced, and no webhook has come so far. Polls go on, so changes are seen later than they could be.",
    ],
  ])("%s", (name, title, summary) => {
    const words = incidentWords(cases[name]);
    expect(words).toMatchObject({ title, summary });
    expect(words.action).toMatch(/^[A-Z][^\n]+\.$/);
  });

  it("a hundred vanished numbers are named up to twenty", () => {
    const names = Array.from({ length: 100 }, (_, index) => `number ${index}`);
    const { title, summary } = incidentWords(about("number-vanished", { names }));
    expect(title).toBe("Nordlicht production: 100 numbers are no longer listed");
    expect(summary).toContain("number 19 and 80 more. Whether they");
  });

  it.each(Object.entries(cases))("F64 says first that it is the sandbox (%s)", (_name, subject) => {
    expect(incidentWords({ ...subject, sandbox: true }).title).toBe(
      `Sandbox: ${incidentWords(subject).title}`,
    );
  });

  it.each(Object.entries(cases))(
    "claims no cause and leaves no hole in a sentence (%s)",
    (_name, subject) => {
      const text = Object.values(incidentWords(subject)).join("\n");
      expect(text).not.toMatch(/because|caused|due to|undefined|null|NaN| {2}|\.\./);
    },
  );
});

describe("its end", () => {
  const openedAt = noon;
  const at = new Date("2026-10-06T14:05:00Z");
  const since = new Date("2026-10-06T11:00:00Z");
  it.each<[SilenceKind, string | null, Date | null, string]>([
    [
      "collector-silent",
      "reading",
      since,
      "Shop: read again after 3 h 5 min. Blind from 2026-10-06 11:00 UTC to 2026-10-06 14:05 UTC.",
    ],
    ["collector-silent", "paused", since, "Shop: polling is paused, so nothing is missing."],
    [
      "collector-silent",
      "token-dead",
      since,
      "Shop: Meta refuses the access token, which has an incident of its own.",
    ],
    ["collector-silent", "removed", since, "Shop: it is not watched any more, so this ends here."],
    ["token-expiring", null, null, "Shop: the end of the access token is further away again."],
    ["subscription-lost", null, null, "Shop: subscribed to webhooks again after 2 h 5 min."],
    ["subscription-lost", "removed", null, "Shop: it is not watched any more, so this ends here."],
    ["webhooks-silent", null, null, "Shop: webhooks announce changes again after 2 h 5 min."],
    ["number-vanished", null, null, "Shop: every number is listed again after 2 h 5 min."],
    ["field-vanished", null, null, "Shop: Meta answers every field again after 2 h 5 min."],
  ])("%s to %s", (kind, to, from, sentence) => {
    expect(recoveryWords({ name: "Shop", kind, openedAt, at, since: from, to })).toBe(sentence);
  });
});
