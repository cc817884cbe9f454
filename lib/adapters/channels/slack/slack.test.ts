import { describe, expect, it } from "vitest";
import type { Notification } from "../../../core/alerting/notification.ts";
import type { GuardedHttp, HttpOutcome } from "../guarded-http.ts";
import { renderSlack } from "./render-slack.ts";
import { sendSlack } from "./send-slack.ts";
import { createSlackPace } from "./slack-pace.ts";

const notification: Notification = {
  dedupeKey: "msg_1",
  reason: "opened",
  severity: "SEV2",
  title: "[SEV2] Shop MX: rating fell to YELLOW",
  lines: ["Since 14:10 UTC.", "Usual: GREEN."],
  action: "Hold the newest source.",
  links: [{ label: "Open the incident", url: "https://staygreen.example.com/incidents/1?a=1&b=2" }],
  organizationName: "Shop",
  incident: null,
  sentAt: "2026-05-04T14:10:00.000Z",
};
const texts = (message: ReturnType<typeof renderSlack>) =>
  message.blocks.map((block) => (block.type === "context" ? block.elements[0]!.text : block.text.text));

describe("renderSlack", () => {
  it("shows title, lines, action, links and whose it is, and the same as plain text", () => {
    const message = renderSlack(notification);
    expect(texts(message)).toEqual([
      "[SEV2] Shop MX: rating fell to YELLOW",
      "Since 14:10 UTC.\nUsual: GREEN.",
      "*Now:* Hold the newest source.",
      "<https://staygreen.example.com/incidents/1?a=1&amp;b=2|Open the incident>",
      "Shop · Staygreen",
    ]);
    expect(message.text).toBe(
      "[SEV2] Shop MX: rating fell to YELLOW\nSince 14:10 UTC.\nUsual: GREEN.\nHold the newest source.",
    );
  });

  it.each([
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|Acknowledge>",
    "&lt;!channel&gt;",
  ])("F68 %s is inert in every place", (attack) => {
    const message = renderSlack({
      ...notification,
      title: attack,
      lines: [attack],
      action: attack,
      links: [{ label: attack, url: "https://ok.example/" }],
      organizationName: attack,
    });
    const escaped = attack.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    // The header is plain text: Slack interprets nothing there.
    const [header, ...rest] = texts(message);
    expect(header).toBe(attack);
    expect(message.text).toBe([escaped, escaped, escaped].join("\n"));
    const label = escaped.replaceAll("|", "/");
    expect(rest).toEqual([
      escaped,
      `*Now:* ${escaped}`,
      `<https://ok.example/|${label}>`,
      `${escaped} · Staygreen`,
    ]);
  });

  it("F68 strips marks that turn text around and refuses links that are not web links", () => {
    const message = renderSlack({
      ...notification,
      title: "Shop \u202Eevil\u2066\r\nsecond",
      links: [
        { label: "bad", url: "javascript:alert(1)" },
        { label: "odd", url: "https://ok.example/a|b>c" },
      ],
    });
    expect(texts(message)[0]).toBe("Shop evil second");
    expect(JSON.stringify(message)).not.toContain("javascript");
    expect(texts(message)).toContain("<https://ok.example/a%7Cb%3Ec|odd>");
  });

  it("keeps Slack's limits however much there is, and has no empty block", () => {
    const long = renderSlack({
      ...notification,
      title: "😀".repeat(200),
      lines: Array.from({ length: 500 }, (_, index) => `+49 30 ${index} <fell> & fell`),
      action: "&".repeat(5_000),
    });
    for (const block of long.blocks) {
      const text = block.type === "context" ? block.elements[0]!.text : block.text.text;
      expect(text.length).toBeLessThanOrEqual(block.type === "header" ? 150 : 3_000);
      expect(text).not.toMatch(/\p{Surrogate}/u);
    }
    expect(texts(long)[1]).toMatch(/… and \d+ more$/);
    const one = renderSlack({ ...notification, lines: ["&".repeat(3_000)], action: "", links: [] });
    expect(texts(one)[1]).toMatch(/^(&amp;)+…$/);
    const bare = renderSlack({
      ...notification,
      title: "",
      lines: [""],
      action: "",
      links: [],
      organizationName: "",
    });
    expect(bare.blocks.map(({ type }) => type)).toEqual(["header", "context"]);
    expect(texts(bare)[0]).toBe("Staygreen");
  });
});

describe("sendSlack", () => {
  const now = { ms: 0 };
  const slept: number[] = [];
  const freshPace = () => {
    now.ms = 0;
    slept.length = 0;
    return createSlackPace({
      clock: { monotonicMs: () => now.ms },
      sleep: (milliseconds) => Promise.resolve(slept.push(milliseconds)),
    });
  };
  const answering = (outcome: HttpOutcome): GuardedHttp & { posts: string[] } => {
    const posts: string[] = [];
    return {
      posts,
      post: (_url, { body }) => {
        posts.push(body);
        return Promise.resolve(outcome);
      },
      check: () => null,
      close: () => Promise.resolve(),
    };
  };
  const response = (status: number, body = "", retryAfterSeconds: number | null = null): HttpOutcome => ({
    kind: "response",
    status,
    body,
    retryAfterSeconds,
  });
  const url = "https://hooks.slack.com/services/T/B/planted-secret";

  it.each<[HttpOutcome, string, boolean | null]>([
    [response(200, "ok"), "sent", null],
    [response(403, "action_prohibited"), "failed", true],
    [response(404, "no_service"), "failed", true],
    [response(410, "channel_is_archived"), "failed", true],
    [response(400, "invalid_payload"), "failed", true],
    [response(400, "too_many_attachments"), "failed", false],
    [response(302), "failed", false],
    [response(408), "retry", null],
    [response(425), "retry", null],
    [response(429), "retry", null],
    [response(500, "rollup_error"), "retry", null],
    [response(503), "retry", null],
    [{ kind: "timeout", reason: "no answer within 15 s" }, "retry", null],
    [{ kind: "network-error", reason: "the connection was cut" }, "retry", null],
    [{ kind: "refused", reason: "No.", permanent: true }, "failed", true],
    [{ kind: "refused", reason: "No.", permanent: false }, "failed", false],
  ])("F53/F54 %j → %s, broken: %s", async (outcome, result, broken) => {
    const sent = await sendSlack({ http: answering(outcome), pace: freshPace() }, url, notification);
    expect(sent.outcome).toBe(result);
    if (sent.outcome === "failed") expect(sent.channelBroken).toBe(broken);
    expect(sent.detail).not.toContain("planted-secret");
  });

  it("F52 honours Retry-After: nothing is sent to that webhook until then", async () => {
    const pace = freshPace();
    const limited = answering(response(429, "rate_limited", 30));
    const first = await sendSlack({ http: limited, pace }, url, notification);
    expect(first).toMatchObject({ outcome: "retry", retryAfterSeconds: 30 });
    now.ms = 10_000;
    const second = await sendSlack({ http: limited, pace }, url, notification);
    expect(second).toMatchObject({ outcome: "retry", retryAfterSeconds: 20 });
    expect(limited.posts).toHaveLength(1);
    await sendSlack({ http: limited, pace }, `${url}/other`, notification);
    expect(limited.posts).toHaveLength(2);
    now.ms = 30_000;
    expect((await sendSlack({ http: answering(response(200)), pace }, url, notification)).outcome).toBe(
      "sent",
    );
  });

  it("F52 sends one message a second, and hands back what would wait too long", async () => {
    const pace = freshPace();
    const http = answering(response(200, "ok"));
    const results = [];
    for (let index = 0; index < 8; index += 1)
      results.push(await sendSlack({ http, pace }, url, notification));
    expect(slept).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      ...Array<string>(6).fill("sent"),
      "retry",
      "retry",
    ]);
    expect(results.at(-1)).toMatchObject({ retryAfterSeconds: 6 });
  });
});
