import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Notification, NotificationReason } from "../../../core/alerting/notification.ts";
import { createGuardedHttp, type GuardedHttp } from "../guarded-http.ts";
import { sendWebhook } from "./send-webhook.ts";

const secret = `whsec_${Buffer.alloc(24, 3).toString("base64")}`;
const notification: Notification = {
  dedupeKey: "msg_event1_channel1",
  reason: "opened",
  severity: "SEV1",
  title: "[SEV1] Größe: <b>RED</b>",
  lines: ["One."],
  action: "Stop sending.",
  links: [{ label: "Open", url: "https://staygreen.example.com/incidents/1" }],
  organizationName: "Shop",
  incident: {
    id: "i1",
    kind: "rating-fell",
    state: "open",
    openedAt: "2026-05-04T14:10:00.000Z",
    resolvedAt: null,
    subject: { phoneNumberId: "700101" },
  },
  sentAt: "2026-05-04T14:10:00.000Z",
};

let server: Server;
let http: GuardedHttp;
let received: { headers: IncomingHttpHeaders; body: string }[];
let status: number;
let headers: Record<string, string>;
beforeEach(async () => {
  received = [];
  status = 200;
  headers = {};
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, headers).end("said");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  http = createGuardedHttp({ allow: ["127.0.0.1"] });
});
afterEach(async () => {
  await http.close();
  await new Promise((resolve) => server.close(resolve));
});
const send = (message = notification, secrets = secret, now = () => new Date()) =>
  sendWebhook(
    { http, now },
    { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, secret: secrets },
    message,
  );

describe("sendWebhook", () => {
  it("sends a body that the standardwebhooks library verifies", async () => {
    expect(await send()).toEqual({ outcome: "sent", detail: "The receiver answered HTTP 200: said" });
    const [{ headers: sent, body }] = received as [(typeof received)[0]];
    const payload = new Webhook(secret).verify(body, sent as Record<string, string>);
    expect(payload).toEqual({
      type: "incident.opened",
      timestamp: "2026-05-04T14:10:00.000Z",
      data: {
        severity: "SEV1",
        title: notification.title,
        lines: notification.lines,
        action: notification.action,
        links: notification.links,
        organization: { name: "Shop" },
        incident: notification.incident,
      },
    });
    expect(sent["webhook-id"]).toBe("msg_event1_channel1");
    expect(sent["content-type"]).toBe("application/json");
    expect(() => new Webhook(secret).verify(`${body} `, sent as Record<string, string>)).toThrow();
  });

  it.each<[NotificationReason, string]>([
    ["opened", "incident.opened"],
    ["worsened", "incident.worsened"],
    ["resolved", "incident.resolved"],
    ["test", "test"],
  ])("%s is %s", async (reason, type) => {
    await send({ ...notification, reason });
    expect(JSON.parse(received[0]!.body)).toMatchObject({ type });
  });

  it("F44 repeats id and body; only the time of the try and the signature change", async () => {
    await send(notification, secret, () => new Date("2026-05-04T14:10:05Z"));
    await send(notification, secret, () => new Date("2026-05-04T16:10:05Z"));
    const [one, two] = received as [(typeof received)[0], (typeof received)[0]];
    expect(two.body).toBe(one.body);
    expect(two.headers["webhook-id"]).toBe(one.headers["webhook-id"]);
    expect([one, two].map(({ headers: sent }) => sent["webhook-timestamp"])).toEqual([
      "1777903805",
      "1777911005",
    ]);
    expect(two.headers["webhook-signature"]).not.toBe(one.headers["webhook-signature"]);
  });

  it("signs with every secret during a rotation", async () => {
    const next = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
    await send(notification, `${secret} ${next}`);
    for (const each of [secret, next]) {
      new Webhook(each).verify(received[0]!.body, received[0]!.headers as Record<string, string>);
    }
  });

  it.each<[number, string, boolean | null]>([
    [200, "sent", null],
    [202, "sent", null],
    [204, "sent", null],
    [301, "failed", false],
    [302, "failed", false],
    [308, "failed", false],
    [400, "failed", false],
    [401, "failed", false],
    [404, "failed", false],
    [410, "failed", true],
    [422, "failed", false],
    [408, "retry", null],
    [425, "retry", null],
    [429, "retry", null],
    [500, "retry", null],
    [503, "retry", null],
  ])("F54/F57 HTTP %i → %s, broken: %s", async (code, outcome, broken) => {
    status = code;
    headers = { location: "/elsewhere", "retry-after": "12" };
    const result = await send();
    expect(result.outcome).toBe(outcome);
    if (result.outcome === "failed") expect(result.channelBroken).toBe(broken);
    if (result.outcome === "retry") expect(result.retryAfterSeconds).toBe(12);
    expect(received).toHaveLength(1);
  });

  it.each(["", " ", "whsec_", "whsec_not base64!", "planted-secret-ü"])(
    "says that the secret %j cannot sign, without quoting it",
    async (bad) => {
      const result = await send(notification, bad);
      expect(result).toMatchObject({ outcome: "failed", channelBroken: true });
      expect(JSON.stringify(result)).not.toContain("planted");
      expect(received).toHaveLength(0);
    },
  );
});
