import { describe, expect, it } from "vitest";
import { headline, incidentWords, recoveryWords, type IncidentSubject } from "./incident-words.ts";

const fallen: IncidentSubject = {
  kind: "rating-fell",
  name: "Nordlicht Shop (+49 30 23125014)",
  wabaName: "Nordlicht",
  from: "GREEN",
  to: "YELLOW",
  heldUntil: new Date("2026-10-06T08:50:30Z"),
  seenAt: new Date("2026-10-06T09:00:41Z"),
  messagingLimit: "10,000 people in 24 h",
  sandbox: false,
  names: [],
  endsAt: null,
  trouble: null,
  spike: null,
  budget: null,
  guard: null,
};
const dead: IncidentSubject = {
  ...fallen,
  kind: "token-dead",
  name: "Nordlicht production",
  wabaName: null,
  from: "accepted",
  to: "refused",
  heldUntil: null,
  messagingLimit: null,
};

describe("incidentWords, as an on-call person reads them", () => {
  it("a fall to YELLOW: what, where, when at the latest and at the earliest, what it rests on, what to do", () => {
    expect(incidentWords(fallen)).toEqual({
      title: "Nordlicht Shop (+49 30 23125014): quality rating fell from GREEN to YELLOW",
      summary:
        "Meta's rating of this number of Nordlicht fell from GREEN to YELLOW between 2026-10-06 08:50 UTC and 2026-10-06 09:00 UTC. Meta judges the last 7 days of blocks, reports and mutes, newer ones more. The portfolio's messaging limit is 10,000 people in 24 h.",
      action:
        "Look at which opt-in sources and campaigns this number wrote to in the last 7 days, newest first, and slow down the newest.",
    });
  });

  it("a fall to RED asks to stop, not to slow down", () => {
    const { title, action } = incidentWords({ ...fallen, from: "YELLOW", to: "RED" });
    expect(title).toBe("Nordlicht Shop (+49 30 23125014): quality rating fell from YELLOW to RED");
    expect(action).toBe(
      "Stop business-initiated sends from this number that are not urgent, then look at what was launched or sent in the last 7 days.",
    );
  });

  it("a way up is not called a fall", () => {
    const { title, summary } = incidentWords({ ...fallen, from: "RED", to: "YELLOW" });
    expect(title).toBe("Nordlicht Shop (+49 30 23125014): quality rating improved from RED to YELLOW");
    expect(summary).toContain("of Nordlicht improved from RED to YELLOW between 2026-10-06 08:50 UTC");
  });

  it("a first sighting claims no fall and no earlier moment", () => {
    const { title, summary } = incidentWords({ ...fallen, from: null, to: "RED", heldUntil: null });
    expect(title).toBe("Nordlicht Shop (+49 30 23125014): quality rating is RED at first sight");
    expect(summary).toContain("of Nordlicht is RED at first sight, seen 2026-10-06 09:00 UTC.");
    expect(summary).not.toMatch(/fell|between/);
  });

  it("a first rating after a time without one is no first sight", () => {
    const { title, summary } = incidentWords({ ...fallen, from: null, to: "RED" });
    expect(title).toBe("Nordlicht Shop (+49 30 23125014): quality rating started at RED");
    expect(summary).toContain("started at RED between 2026-10-06 08:50 UTC and 2026-10-06 09:00 UTC.");
  });

  it("two readings within one minute give one moment", () => {
    const heldUntil = new Date("2026-10-06T09:00:02Z");
    expect(incidentWords({ ...fallen, heldUntil }).summary).toContain("to YELLOW at 2026-10-06 09:00 UTC.");
  });

  it("leaves out what is not known", () => {
    expect(incidentWords({ ...fallen, wabaName: null, messagingLimit: null }).summary).toBe(
      "Meta's rating of this number fell from GREEN to YELLOW between 2026-10-06 08:50 UTC and 2026-10-06 09:00 UTC. Meta judges the last 7 days of blocks, reports and mutes, newer ones more.",
    );
  });

  it("a dead token: polling has stopped, others go on, make a new one", () => {
    expect(incidentWords(dead)).toEqual({
      title: "Nordlicht production: Meta no longer accepts the access token",
      summary:
        "Polling of this connection has stopped, so ratings shown are the last known ones. Other connections are not affected.",
      action:
        "Make a new system user token in Meta Business Settings and paste it under Settings, Connections.",
    });
  });

  it.each([fallen, dead])("F64 says first that it is the sandbox ($kind)", (subject) => {
    const { title } = incidentWords(subject);
    expect(incidentWords({ ...subject, sandbox: true }).title).toBe(`Sandbox: ${title}`);
    expect(incidentWords({ ...subject, kind: "token-dead", name: "Sandbox", sandbox: true }).title).toBe(
      "Sandbox: Meta no longer accepts the access token",
    );
  });

  it.each([fallen, { ...fallen, to: "RED" }, { ...fallen, from: null }, dead])(
    "never claims a cause, and leaves no hole in a sentence ($kind $from → $to)",
    (subject) => {
      const text = Object.values(incidentWords(subject)).join("\n");
      expect(text).not.toMatch(/because|caused|due to|undefined|null|NaN| {2}|\.\./);
    },
  );
});

describe("recoveryWords", () => {
  const openedAt = new Date("2026-10-06T09:00:00Z");
  it.each([
    ["rating-fell", "2026-10-10T12:00:00Z", "Shop MX: the rating is GREEN again after 4 d 3 h."],
    ["token-dead", "2026-10-06T11:05:00Z", "Shop MX: Meta accepts the access token again after 2 h 5 min."],
    ["rating-fell", "2026-10-06T08:00:00Z", "Shop MX: the rating is GREEN again after 0 s."],
  ] as const)("%s until %s", (kind, at, sentence) => {
    expect(recoveryWords({ name: "Shop MX", kind, openedAt, at: new Date(at) })).toBe(sentence);
  });
});

describe("headline", () => {
  it("leads with the severity", () => {
    expect(headline("SEV1", "Shop MX: quality rating fell from GREEN to RED")).toBe(
      "[SEV1] Shop MX: quality rating fell from GREEN to RED",
    );
  });
});
