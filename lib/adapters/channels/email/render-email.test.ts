import { describe, expect, it } from "vitest";
import type { Notification } from "../../../core/alerting/notification.ts";
import { renderEmail, renderLinesEmail } from "./render-email.ts";

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

describe("renderEmail", () => {
  it("says the same in text and in HTML", () => {
    const mail = renderEmail(notification);
    expect(mail.subject).toBe("[SEV2] Shop MX: rating fell to YELLOW");
    expect(mail.text).toBe(
      "[SEV2] Shop MX: rating fell to YELLOW\n\nSince 14:10 UTC.\nUsual: GREEN.\n\n" +
        "What to do now: Hold the newest source.\n\n" +
        "Open the incident: https://staygreen.example.com/incidents/1?a=1&b=2\n\n-- \nShop · Staygreen\n",
    );
    for (const part of ["Since 14:10 UTC.", "Usual: GREEN.", "Hold the newest source.", "Shop · Staygreen"]) {
      expect(mail.html).toContain(part);
    }
    expect(mail.html).toContain(
      '<a href="https://staygreen.example.com/incidents/1?a=1&amp;b=2">Open the incident</a>',
    );
  });

  it("needs no images, no scripts and no colours of its own", () => {
    const { html } = renderEmail(notification);
    expect(html).not.toMatch(/<img|<script|<link|url\(|color:\s*#|background/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('<html lang="en">');
  });

  it("F68 markup, bad links, line ends and marks in names are inert", () => {
    const attack = "<script>alert(1)</script>\"'&\u202E\r\nBcc: x@example.com";
    const mail = renderEmail({
      ...notification,
      title: attack,
      lines: [attack, "javascript:alert(1)"],
      action: attack,
      organizationName: attack,
      links: [
        { label: attack, url: "https://ok.example/" },
        { label: "bad", url: "javascript:alert(1)" },
      ],
    });
    expect(mail.html).not.toContain("<script");
    expect(mail.html).not.toContain('href="javascript');
    expect(mail.subject).toBe("<script>alert(1)</script>\"'& Bcc: x@example.com");
    expect(mail.text.split("\n").some((line) => line.startsWith("Bcc:"))).toBe(false);
  });
});

describe("renderLinesEmail", () => {
  it("turns a line that is a web address into a link, and no other", () => {
    const { html, text } = renderLinesEmail("Join", [
      "Come in:",
      "https://staygreen.example.com/join?token=a&b",
      "see https://x.example now",
    ]);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="https://staygreen.example.com/join?token=a&amp;b"');
    expect(text).toContain("\nhttps://staygreen.example.com/join?token=a&b\n");
  });
});
