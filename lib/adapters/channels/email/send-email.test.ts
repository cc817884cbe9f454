import type { AddressInfo } from "node:net";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { Notification, SendResult } from "../../../core/alerting/notification.ts";
import { createMailServer } from "./mail-server.ts";
import { createRecipientMemory } from "./recipient-memory.ts";
import { sendEmail, sendLines } from "./send-email.ts";

const notification: Notification = {
  dedupeKey: "msg_event1_channel1",
  reason: "opened",
  severity: "SEV2",
  title: "[SEV2] Größe: rating fell",
  lines: ["Since 14:10 UTC."],
  action: "Hold the newest source.",
  links: [],
  organizationName: "Shop",
  incident: {
    id: "i1",
    kind: "rating-fell",
    state: "open",
    openedAt: "2026-05-04T14:10:00.000Z",
    resolvedAt: null,
    subject: {},
  },
  sentAt: "2026-05-04T14:10:00.000Z",
};

interface Received {
  recipients: string[];
  mail: ParsedMail;
}
const closers: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

/** What the server says to a recipient or to the message: an SMTP code and text, or null for yes. */
type Verdict = { code: number; text: string } | null;
const refusal = (verdict: Verdict) =>
  verdict === null ? null : Object.assign(new Error(verdict.text), { responseCode: verdict.code });

async function mailbox(verdicts: { recipient?: (address: string) => Verdict; message?: () => Verdict } = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, callback) => callback(refusal(verdicts.recipient?.(address) ?? null)),
    onData: (stream, session, callback) => {
      void simpleParser(stream).then((mail) => {
        const verdict = refusal(verdicts.message?.() ?? null);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        if (verdict === null) received.push({ recipients, mail });
        callback(verdict);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received, port: (server.server.address() as AddressInfo).port };
}

function sender(port: number) {
  const server = createMailServer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: "Staygreen\r\nBcc: evil@example.com <alerts@example.com>",
  });
  const parts = { server, memory: createRecipientMemory(), messageIdHost: "staygreen.example.com" };
  return {
    server,
    send: (to: readonly string[], message = notification): Promise<SendResult> =>
      sendEmail(parts, to, message),
    afterRestart: (to: readonly string[]) =>
      sendEmail({ ...parts, memory: createRecipientMemory() }, to, notification),
  };
}

describe("sendEmail", () => {
  it("sends one message to all, in text and HTML, marked as automatic", async () => {
    const { received, port } = await mailbox();
    const to = ["anna@example.com", "ben@Example.COM", "anna@example.com"];
    const result = await sender(port).send(to);
    expect(result).toEqual({ outcome: "sent", detail: "Accepted for anna@example.com, ben@Example.COM." });
    expect(received).toHaveLength(1);
    const { mail, recipients } = received[0]!;
    expect(recipients).toEqual(["anna@example.com", "ben@example.com"]);
    expect(mail.subject).toBe("[SEV2] Größe: rating fell");
    expect(mail.text).toContain("What to do now: Hold the newest source.");
    expect(mail.html).toContain("<h1");
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail.date?.toISOString()).toBe("2026-05-04T14:10:00.000Z");
    expect(mail.from?.value[0]?.address).toBe("alerts@example.com");
    expect(mail.bcc).toBeUndefined();
    expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@staygreen\.example\.com>$/);
    expect(mail.references).toMatch(/^<[0-9a-f]{32}@staygreen\.example\.com>$/);
  });

  it("F44 after a restart the same mail goes out again with the same Message-ID", async () => {
    const { received, port } = await mailbox();
    const mails = sender(port);
    await mails.send(["anna@example.com"]);
    await mails.afterRestart(["anna@example.com"]);
    expect(new Set(received.map(({ mail }) => mail.messageId)).size).toBe(1);
    expect(received).toHaveLength(2);
    await mails.send(["anna@example.com"], { ...notification, dedupeKey: "another" });
    expect(new Set(received.map(({ mail }) => mail.messageId)).size).toBe(2);
  });

  it.each([421, 450, 451, 452])(
    "F55 %i for one of three: again in 5 minutes, for that one only",
    async (code) => {
      let isGrey = true;
      const { received, port } = await mailbox({
        recipient: (address) =>
          isGrey && address.startsWith("ben") ? { code, text: "come back later" } : null,
      });
      const mails = sender(port);
      const to = ["anna@example.com", "ben@example.com", "cleo@example.com"];
      const first = await mails.send(to);
      expect(first).toMatchObject({ outcome: "retry" });
      if (code !== 421) {
        expect(first).toMatchObject({ retryAfterSeconds: 300 });
        expect(first.detail).toContain("Accepted for anna@example.com, cleo@example.com.");
      }
      expect(first.detail).toContain("Not yet for ben@example.com");
      isGrey = false;
      expect(await mails.send(to)).toMatchObject({ outcome: "sent" });
      const reached = received.flatMap(({ recipients }) => recipients).sort();
      expect(reached).toEqual(to);
      // A third try, after a crash between sending and booking: nobody is left.
      expect(await mails.send(to)).toMatchObject({ outcome: "sent" });
      expect(received.flatMap(({ recipients }) => recipients)).toHaveLength(3);
    },
  );

  it("F55 550 is final for that recipient, and the others are not told twice", async () => {
    const { received, port } = await mailbox({
      recipient: (address) => (address.startsWith("ben") ? { code: 550, text: "5.1.1 no such user" } : null),
    });
    const mails = sender(port);
    const to = ["anna@example.com", "ben@EXAMPLE.com"];
    const result = await mails.send(to);
    expect(result.outcome).toBe("sent");
    expect(result.detail).toBe(
      "Accepted for anna@example.com. Refused for ben@EXAMPLE.com: 550 5.1.1 no such user.",
    );
    expect(await mails.send(to)).toEqual(result);
    expect(received).toHaveLength(1);
  });

  it("F55 all refused: failed; broken only when the addresses do not exist", async () => {
    const verdict = { code: 550, text: "5.1.1 no such user" };
    const { port } = await mailbox({ recipient: () => verdict });
    const to = ["anna@example.com", "ben@example.com"];
    expect(await sender(port).send(to)).toMatchObject({ outcome: "failed", channelBroken: true });
    verdict.text = "5.7.1 looks like spam";
    expect(await sender(port).send(to)).toMatchObject({ outcome: "failed", channelBroken: false });
  });

  it("F55 a message refused after it was sent: 5xx final for all, 4xx again for all", async () => {
    let verdict: Verdict = { code: 451, text: "4.7.1 greylisted" };
    const { received, port } = await mailbox({ message: () => verdict });
    const mails = sender(port);
    const to = ["anna@example.com", "ben@example.com"];
    expect(await mails.send(to)).toMatchObject({ outcome: "retry", retryAfterSeconds: 300 });
    verdict = { code: 552, text: "5.3.4 too large" };
    expect(await mails.send(to)).toMatchObject({ outcome: "failed", channelBroken: false });
    expect(received).toHaveLength(0);
  });
});

describe("sendLines", () => {
  it("sends an invitation to one person", async () => {
    const { received, port } = await mailbox();
    const result = await sendLines(
      { server: sender(port).server, now: () => new Date("2026-05-04T14:10:00Z") },
      {
        to: "anna@example.com",
        subject: "Join\r\nX: y",
        lines: ["Come in:", "https://staygreen.example.com/join"],
      },
    );
    expect(result.outcome).toBe("sent");
    expect(received[0]?.mail.subject).toBe("Join X: y");
    expect(received[0]?.mail.text).toContain("https://staygreen.example.com/join");
  });
});

describe("createRecipientMemory", () => {
  it("forgets the oldest message beyond its capacity", () => {
    const memory = createRecipientMemory(2);
    const accepted = { address: "a", result: "accepted", status: 250, said: "" } as const;
    for (const key of ["one", "two", "three"])
      memory.settle(key, [accepted, { ...accepted, address: "b", result: "later" }]);
    expect(memory.of("one").size).toBe(0);
    expect([...memory.of("three").keys()]).toEqual(["a"]);
  });
});
