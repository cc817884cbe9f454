import { describe, expect, it } from "vitest";
import type { ChannelConfig, Notification } from "../../core/alerting/notification.ts";
import type { ServicePorts } from "../../services/context.ts";
import { createGuardedHttp, type GuardedHttp } from "./guarded-http.ts";
import { createChannelSender } from "./send-to-channel.ts";

const notification: Notification = {
  dedupeKey: "msg_1",
  reason: "test",
  severity: "INFO",
  title: "A test",
  lines: [],
  action: "",
  links: [],
  organizationName: "Shop",
  incident: null,
  sentAt: "2026-05-04T14:10:00.000Z",
};
const settings = { smtpUrl: undefined, mailFrom: "a@example.com", messageIdHost: "example.com" };
const answering: GuardedHttp = {
  post: () => Promise.resolve({ kind: "response", status: 200, body: "ok", retryAfterSeconds: null }),
  check: () => null,
  close: () => Promise.resolve(),
};

describe("createChannelSender", () => {
  it("fits the services' ports", () => {
    const sender = createChannelSender({ ...settings, http: answering });
    const ports: Pick<ServicePorts, "sendToChannel" | "sendMail"> = {
      sendToChannel: sender.send,
      sendMail: sender.sendMail,
    };
    expect(ports.sendMail).toBeNull();
    const withServer = createChannelSender({ ...settings, http: answering, smtpUrl: "smtp://localhost:1" });
    expect(withServer.sendMail).not.toBeNull();
  });

  it("sends by kind", async () => {
    const { send } = createChannelSender({ ...settings, http: answering });
    expect((await send({ kind: "slack", url: "https://hooks.slack.com/x" }, notification)).detail).toContain(
      "Slack",
    );
    const secret = `whsec_${Buffer.alloc(24).toString("base64")}`;
    const webhook = await send({ kind: "webhook", url: "https://hooks.example.com/", secret }, notification);
    expect(webhook.detail).toContain("The receiver");
  });

  it("says that SMTP_URL is missing, and keeps the channel", async () => {
    const { send } = createChannelSender({ ...settings, http: answering });
    const result = await send({ kind: "email", to: ["anna@example.com"] }, notification);
    expect(result).toMatchObject({ outcome: "failed", channelBroken: false });
    expect(result.detail).toContain("SMTP_URL");
  });

  it("refuses private addresses through the guard", async () => {
    const http = createGuardedHttp({ allow: [] });
    const { send } = createChannelSender({ ...settings, http });
    const result = await send({ kind: "slack", url: "https://169.254.169.254/planted" }, notification);
    expect(result).toMatchObject({ outcome: "failed", channelBroken: true });
    expect(result.detail).toContain("OUTBOUND_ALLOW");
    expect(result.detail).not.toContain("planted");
    await http.close();
  });

  it("turns a fault of ours into a retry", async () => {
    const { send } = createChannelSender({
      ...settings,
      http: { ...answering, post: () => Promise.reject(new TypeError("planted")) },
    });
    const config: ChannelConfig = { kind: "slack", url: "https://hooks.slack.com/x" };
    const result = await send(config, notification);
    expect(result).toMatchObject({ outcome: "retry", detail: "Staygreen failed to send this (TypeError)." });
  });
});
