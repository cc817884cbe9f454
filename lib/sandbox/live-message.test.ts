import { describe, expect, it } from "vitest";
import { createAudience } from "./audience.ts";
import { liveMessage, type LiveMessage } from "./live-message.ts";
import { seededRandom } from "./seeded-random.ts";
import type { OptInSource, Template } from "./world-model.ts";

const sentAt = Date.UTC(2026, 9, 6, 9);

const calm: OptInSource = {
  key: "checkout",
  name: "Checkout box",
  phoneNumberId: "3",
  templateId: "4",
  opaqueData: "c=news;s=checkout",
  sendsPerHour: 10,
  blockTendency: 0.002,
  active: true,
  unreachableShare: 0.006,
  stoppedShare: 0,
  ignoresStops: false,
  audience: 4_000,
  language: "en",
  adId: null,
};
const template = {
  id: "4",
  category: "MARKETING",
  buttons: ["Werbung stoppen", "See offer"],
} as unknown as Template;

/** The lives of some messages of one source, sent one after the other. */
function send(change: Partial<OptInSource>, count: number, sentTemplate: Template | undefined = template) {
  const audience = createAudience(1);
  const random = seededRandom(1);
  const lives: (LiveMessage | null)[] = [];
  for (let index = 0; index < count; index += 1) {
    lives.push(
      liveMessage({
        source: { ...calm, ...change },
        template: sentTemplate,
        sender: { phoneNumberId: "3", digits: "49" },
        audience,
        ordinal: String(index),
        sentAt,
        random,
      }),
    );
  }
  return lives;
}

interface Inbound {
  readonly text?: { body: string };
  readonly button?: { text: string };
  readonly context?: { id: string };
  readonly referral?: { source_id: string; source_type: string; ctwa_clid: string };
}
const inbound = (lives: readonly (LiveMessage | null)[]) =>
  lives
    .flatMap((life) => life?.reactions ?? [])
    .flatMap(({ change }) => (change.value["messages"] ?? []) as Inbound[]);
const codes = (lives: readonly (LiveMessage | null)[]) =>
  lives.flatMap((life) => life?.statuses ?? []).flatMap((status) => status.errorCode ?? []);

describe("people who want no more", () => {
  it.each([
    ["de", "Abmelden"],
    ["fr", "Arrêter"],
    ["sv", "STOPP"],
    ["es", "BAJA"],
  ])("say so in their own language (%s), by the template's button and by the switch", (language, word) => {
    const lives = send({ language, blockTendency: 0.3 }, 1_500);
    const answers = inbound(lives);
    expect(answers.map((each) => each.text?.body)).toContain(word);
    expect(answers.map((each) => each.button?.text)).toContain("Werbung stoppen");
    // A STOP names the message it answers, and so its campaign and source.
    for (const each of answers) expect(each.context?.id).toMatch(/^wamid\./);
    const switches = lives.flatMap((life) => life?.reactions ?? []).map(({ change }) => change.field);
    expect(switches).toContain("user_preferences");
  });

  it("are left alone afterwards, unless the source does not care: then Meta refuses with 131050", () => {
    const honouring = send({ blockTendency: 0.5, audience: 50 }, 1_500);
    expect(honouring.filter((life) => life === null).length).toBeGreaterThan(100);
    expect(codes(honouring)).not.toContain(131_050);
    const careless = send({ blockTendency: 0.5, audience: 50, ignoresStops: true }, 1_500);
    expect(careless).not.toContain(null);
    expect(codes(careless).filter((code) => code === 131_050).length).toBeGreaterThan(100);
  });

  it("stay silent once they have blocked: sent, and never delivered again", () => {
    const outcomes = (blockTendency: number) =>
      send({ blockTendency, audience: 50, ignoresStops: true }, 2_000)
        .slice(1_000)
        .filter((life) => life?.outcome === "sent").length;
    expect(outcomes(0)).toBeLessThan(30);
    expect(outcomes(0.5)).toBeGreaterThan(200);
  });
});

describe("messages", () => {
  it("cannot reach the dead numbers of a list, time and again", () => {
    const dead = codes(send({ unreachableShare: 0.25 }, 2_000)).filter((code) => code === 131_026);
    expect(dead.length / 2_000).toBeGreaterThan(0.18);
    expect(dead.length / 2_000).toBeLessThan(0.3);
  });

  it("carry what the business wrote on them, and go up the ladder in time", () => {
    for (const life of send({}, 300)) {
      const times = life?.statuses.map((status) => status.at) ?? [];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const status of life?.statuses ?? []) expect(status.opaqueData).toBe("c=news;s=checkout");
    }
  });

  it("bring the ad's id with the first answer after it", () => {
    const referrals = inbound(send({ adId: "120210330917284" }, 300)).flatMap((each) => each.referral ?? []);
    expect(referrals.length).toBeGreaterThan(0);
    for (const referral of referrals) {
      expect(referral).toMatchObject({ source_type: "ad", source_id: "120210330917284" });
      expect(referral.ctwa_clid).not.toBe("");
    }
  });

  it("go to some people who hide their number", () => {
    const people = send({}, 400).flatMap((life) => life?.statuses.map((status) => status.recipient) ?? []);
    expect(
      people.some((person) => person.waId === undefined && person.userId?.startsWith("DE.") === true),
    ).toBe(true);
    // 999 is a country code that nobody has.
    for (const { waId } of people) expect(waId ?? "999").toMatch(/^999/);
  });
});
