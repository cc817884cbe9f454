import { describe, expect, it } from "vitest";
import { DEMO_SPEED } from "./demo-story.ts";
import { createWebhookSender } from "./webhook-sender.ts";
import type { WebhookEnvelope } from "./webhook-envelope.ts";
import { startWorldWebhooks } from "./world-webhooks.ts";
import { createWorld, type World } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
const second = 1000;

interface Posted {
  readonly at: number;
  readonly text: string;
  readonly wabaId: string;
  readonly field: string;
  readonly value: Record<string, unknown>;
}

/** Lives through some seconds of the demo, one at a time, and keeps what would have been posted. */
async function live(
  seconds: number,
  options: Parameters<typeof startWorldWebhooks>[2] = {},
  begin: ((world: World) => void) | null = null,
) {
  let clock = start;
  const now = () => clock;
  const posted: Posted[] = [];
  const story = begin === null ? "demo" : "calm";
  const world = createWorld({ seed: 1, now, speed: DEMO_SPEED, story });
  const sender = createWebhookSender({
    callbackUrl: "http://receiver.invalid/",
    appSecret: "secret",
    now,
    seed: 1,
    fetch: (_url, request) => {
      const text = new TextDecoder().decode(request?.body as Uint8Array);
      const envelope = JSON.parse(text) as WebhookEnvelope;
      for (const { id, changes } of envelope.entry) {
        for (const change of changes) posted.push({ at: clock, text, wabaId: id, field: "", ...change });
      }
      return Promise.resolve(new Response());
    },
  });
  const webhooks = startWorldWebhooks(world, sender, { tickMs: 0, ...options });
  begin?.(world);
  for (let step = 0; step < seconds; step += 1) {
    clock += second;
    world.advanceTo(clock);
    // Lets the deliveries of this second finish before the next begins.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await webhooks.stop();
  return { posted, world, sender };
}

describe("startWorldWebhooks", () => {
  it("tells of templates, limits and new numbers, but never of a number's colour", async () => {
    const { posted, world } = await live(400, { statusesPerSecond: 0 });
    expect(new Set(posted.map((each) => each.field))).toEqual(
      new Set([
        "message_template_quality_update",
        "business_capability_update",
        "phone_number_quality_update",
      ]),
    );
    expect(world.recentEvents().some((event) => event.kind === "rating-changed")).toBe(true);
    for (const { field, text } of posted) {
      if (field !== "message_template_quality_update") expect(text).not.toMatch(/GREEN|YELLOW|RED"/);
    }
  });

  it("sends a changed limit once per account", async () => {
    const { posted, world } = await live(200, { statusesPerSecond: 0 });
    const told = posted.filter((each) => each.field === "business_capability_update");
    expect(told.map((each) => each.wabaId)).toEqual(world.portfolios[0]!.wabas.map((waba) => waba.id));
    expect(told[0]!.value).toMatchObject({ max_daily_conversations_per_business: 100_000 });
  });

  it("samples statuses of all sources, at most 20 a second, with opaque data", async () => {
    const { posted } = await live(120);
    const statuses = posted
      .filter((each) => each.field === "messages" && "statuses" in each.value)
      .flatMap((each) =>
        (each.value["statuses"] as { biz_opaque_callback_data: string }[]).map((status) => ({
          ...status,
          at: each.at,
        })),
      );
    const perSecond = new Map<number, number>();
    for (const { at } of statuses) perSecond.set(at, (perSecond.get(at) ?? 0) + 1);
    // A simulated hour may end on either side of a second's border; hence twice the bound at the very most.
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(40);
    expect(statuses.length / 120).toBeLessThanOrEqual(15);
    expect(statuses.length / 120).toBeGreaterThan(3);
    expect(new Set(statuses.map((status) => status.biz_opaque_callback_data)).size).toBeGreaterThanOrEqual(7);
  });

  it("hears more stops from the poisoned source than from any other", async () => {
    const { posted } = await live(400, { statusesPerSecond: 120 });
    const sourceOf = new Map<string, string>();
    const sent = new Map<string, number>();
    const stops = new Map<string, number>();
    for (const { value } of posted) {
      for (const status of (value["statuses"] ?? []) as {
        id: string;
        status: string;
        recipient_id: string;
        biz_opaque_callback_data: string;
      }[]) {
        sourceOf.set(status.recipient_id, status.biz_opaque_callback_data);
        if (status.status === "sent") {
          sent.set(status.biz_opaque_callback_data, (sent.get(status.biz_opaque_callback_data) ?? 0) + 1);
        }
      }
      const people = [
        ...((value["user_preferences"] ?? []) as { wa_id: string; value: string }[])
          .filter((each) => each.value === "stop")
          .map((each) => each.wa_id),
        ...((value["messages"] ?? []) as { from: string; referral?: unknown; button?: { text: string } }[])
          .filter((each) => each.referral === undefined && /^$|stop/i.test(each.button?.text ?? ""))
          .map((each) => each.from),
      ];
      for (const person of people) {
        const source = sourceOf.get(person)!;
        stops.set(source, (stops.get(source) ?? 0) + 1);
      }
    }
    const rate = (source: string) => (stops.get(source) ?? 0) / sent.get(source)!;
    const sources = [...sent.keys()].sort((a, b) => rate(b) - rate(a));
    expect(sources.slice(0, 2).sort()).toEqual([
      "c=autumn;s=flyer-qr-berlin;t=autumn_offer",
      "c=weekly;s=prize-draw-uk;t=prize_draw_news",
    ]);
  }, 20_000);

  it("says pauses, their end and the last stop in Meta's words when nobody holds a bad source", async () => {
    const launch = (world: World) => {
      world.launchSource("flyer-qr-berlin");
      world.setLimit(world.portfolios[0]!.id, "TIER_UNLIMITED");
    };
    const { posted } = await live(150, { statusesPerSecond: 0 }, launch);
    const status = posted.filter((each) => each.field === "message_template_status_update");
    expect(
      status.map(({ value }) => [value["event"], (value["other_info"] as { title: string }).title]),
    ).toEqual([
      ["PAUSED", "FIRST_PAUSE"],
      ["APPROVED", "UNPAUSE"],
      ["PAUSED", "SECOND_PAUSE"],
      ["APPROVED", "UNPAUSE"],
      ["DISABLED", "DISABLED"],
    ]);
    const limits = posted.filter((each) => each.field === "business_capability_update");
    expect(limits[0]!.value["max_daily_conversations_per_business"]).toBe("UNLIMITED");
  });

  it("drops samples that a long sleep has made stale", async () => {
    let clock = start;
    let count = 0;
    const now = () => clock;
    const world = createWorld({ seed: 1, now, speed: DEMO_SPEED, story: "calm" });
    const fetch = () => Promise.resolve(new Response(String((count += 1))));
    const sender = createWebhookSender({
      callbackUrl: "http://r.invalid/",
      appSecret: "s",
      now,
      seed: 1,
      fetch,
    });
    const webhooks = startWorldWebhooks(world, sender, { tickMs: 0 });
    clock += 2 * 3_600_000;
    world.advanceTo(clock);
    await webhooks.stop();
    expect(count).toBeLessThanOrEqual(60);
  }, 20_000);

  it("tells one account's changes of one moment in one delivery", async () => {
    const { posted } = await live(30);
    const perMoment = new Map<string, Set<string>>();
    for (const { at, wabaId, text } of posted) {
      const key = `${at}/${wabaId}`;
      perMoment.set(key, (perMoment.get(key) ?? new Set()).add(text));
    }
    expect(Math.max(...[...perMoment.values()].map((texts) => texts.size))).toBe(1);
    expect(posted.length).toBeGreaterThan(perMoment.size);
  });

  it("tells nothing to an app that does not listen to the account", async () => {
    const deaf = "204718350099121";
    const { posted } = await live(100, { isSubscribed: (wabaId) => wabaId !== deaf });
    expect(posted.length).toBeGreaterThan(100);
    expect(posted.filter((each) => each.wabaId === deaf)).toEqual([]);
  });

  it("sends each message's statuses up the ladder, some with codes, none before its time", async () => {
    const { posted } = await live(120, { statusesPerSecond: 100 });
    const ladder = ["sent", "delivered", "read"];
    const seen = new Map<string, number>();
    const codes = new Set<number>();
    for (const { at, value } of posted) {
      for (const status of (value["statuses"] ?? []) as {
        id: string;
        status: string;
        timestamp: string;
        errors?: { code: number }[];
      }[]) {
        expect(Number(status.timestamp) * 1000).toBeLessThanOrEqual(at);
        for (const { code } of status.errors ?? []) codes.add(code);
        if (status.status === "failed") continue;
        const rung = ladder.indexOf(status.status);
        expect(rung).toBeGreaterThan(seen.get(status.id) ?? -1);
        seen.set(status.id, rung);
      }
    }
    // graph-api.md 10.4: unreachable, held back, in an experiment.
    expect([...codes].sort()).toEqual([130_472, 131_026, 131_049]);
    expect(new Set(seen.values())).toEqual(new Set([0, 1, 2]));
  });
});
