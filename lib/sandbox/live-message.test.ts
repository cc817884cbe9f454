import { describe, expect, it } from "vitest";
import { createAudience } from "./audience.ts";
import { liveMessage, type LiveMessage } from "./live-message.ts";
import { seededRandom } from "./seeded-random.ts";
import type { OptInSource, Template } from "./world-model.ts";

const sentAt = Date.UTC(2026, 9, 6, 9);
const minute = 60_000;
const day = 1_440 * minute;

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
  // A simulated day is a day here: within these messages nobody comes or goes.
  const audience = createAudience(1, day);
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
        sentAt: sentAt + index * minute,
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

describe("phones", () => {
  const days = 90;

  /** Ninety days of one source's messages to 400 people, about one every three days to each, at the clock's own pace. */
  function live(change: Partial<OptInSource> = {}) {
    const audience = createAudience(7, day);
    const random = seededRandom(7);
    const source = { ...calm, audience: 400, blockTendency: 0.01, ignoresStops: true, ...change };
    const told: { person: string; sentAt: number; life: LiveMessage }[] = [];
    for (let index = 0; index < (400 * days) / 3; index += 1) {
      const at = sentAt + Math.floor((index * 3 * day) / 400);
      const sender = { phoneNumberId: "3", digits: "49" };
      const life = liveMessage({
        ...{ source, template, sender, audience, random },
        ordinal: String(index),
        sentAt: at,
      })!;
      const { waId, userId } = life.statuses[0]!.recipient;
      told.push({ person: waId ?? userId!, sentAt: at, life });
    }
    return { told, blocks: audience.blocks() };
  }
  const arrivalOf = ({ statuses }: LiveMessage) =>
    statuses.find(({ status }) => status === "delivered" || status === "read")?.at ?? null;
  const world = live();

  it("are off for a while, rarely for long: messages then arrive late, all at once", () => {
    const waits = world.told
      .map(({ sentAt: at, life }) => ((arrivalOf(life) ?? at) - at) / day)
      .filter((wait) => wait > 0.01);
    const longer = (than: number) => waits.filter((wait) => wait > than).length;
    // Lomax with scale 1 and exponent 1.5 every 60 days: off for 2/60 of the time.
    expect(waits.length / world.told.length).toBeGreaterThan(0.01);
    expect(waits.length / world.told.length).toBeLessThan(0.06);
    // A tail: an exponential with the median of these waits would leave next to none beyond eight medians.
    const median = waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)]!;
    expect(longer(8 * median) / waits.length).toBeGreaterThan(0.02);
    // WhatsApp keeps a message for 30 days.
    expect(longer(30)).toBe(0);
  });

  it("that are on get nothing any more from somebody they have blocked, and the truth says since when", () => {
    expect(world.blocks.length).toBeGreaterThan(30);
    const blockedAt = new Map(world.blocks.map(({ naming, at }) => [naming.waId ?? naming.userId!, at]));
    let silenced = 0;
    for (const { person, sentAt: at, life } of world.told) {
      if (at < (blockedAt.get(person) ?? Number.POSITIVE_INFINITY)) continue;
      expect(arrivalOf(life)).toBeNull();
      if (life.outcome === "sent") silenced += 1;
    }
    expect(silenced).toBeGreaterThan(100);
    // Each of them got a message just before: that is what they were angry about.
    for (const [person, at] of blockedAt) {
      expect(world.told.some((each) => each.person === person && (arrivalOf(each.life) ?? at) < at)).toBe(
        true,
      );
    }
  });

  it("die: a number that was reached fails with 131026 from some day on, until the shop forgets it", () => {
    const reached = new Set<string>();
    const died = new Map<string, number[]>();
    for (const { person, sentAt: at, life } of world.told) {
      const isDead = codes([life]).includes(131_026);
      if (isDead && reached.has(person)) died.set(person, [...(died.get(person) ?? []), at]);
      if (!isDead && died.has(person)) expect(arrivalOf(life)).toBeNull();
      if (!isDead) reached.add(person);
    }
    // Five in a hundred a year, of 400 in 90 days: about five.
    expect(died.size).toBeGreaterThan(0);
    expect(died.size).toBeLessThan(15);
    for (const times of died.values()) expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60 * day);
  });

  it("have the same fate for the same seed", () => {
    expect(live().told).toEqual(world.told);
  });
});
