import { describe, expect, it } from "vitest";
import { inboundChange, statusesChange } from "../../sandbox/message-changes.ts";
import { envelopeOf, webhookBytes } from "../../sandbox/webhook-envelope.ts";
import { packBody, unpackBody } from "./pack-body.ts";

const line = { phoneNumberId: "330917284500611", digits: "493023125014" };
const ada = { waId: "4917604069001" };
const kept = async (body: Uint8Array) => Buffer.from(await unpackBody(await packBody(body))).toString();
const bytesOf = (change: Parameters<typeof envelopeOf>[1]) => webhookBytes(envelopeOf("1", change, 0));

describe("what is kept of a body", () => {
  it("plain statuses byte for byte, and in far less room", async () => {
    const statuses = Array.from({ length: 200 }, (_, index) => ({
      messageId: `wamid.${index}`,
      status: "sent" as const,
      at: 1_759_480_190_000,
      recipient: ada,
      opaqueData: "c=autumn;s=checkout",
    }));
    const body = bytesOf(statusesChange(line, statuses));
    expect(await kept(body)).toBe(body.toString());
    expect((await packBody(body)).length).toBeLessThan(body.length / 5);
  });

  it.each([
    ["a text", '"text":{"body":"see you at SECRET"}'],
    ["a caption", '"image":{"caption":"SECRET"}'],
    ["a key spelt with escapes", '"\\u0074ext":{"b\\u006fdy":"SECRET"}'],
    ["a name", '"profile":{"name":"SECRET"}'],
    ["an unknown key", '"thoughts":"SECRET"'],
  ])("without %s, wherever it stands", async (_, inside) => {
    const message = Buffer.from(
      `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"id":"wamid.1","from":"4917604069001",${inside}}]}}]}]}`,
    );
    expect(await kept(message)).not.toContain("SECRET");
    const status = Buffer.from(
      `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"statuses":[{"id":"wamid.1","status":"sent",${inside}}]}}]}]}`,
    );
    expect(await kept(status)).not.toContain("SECRET");
    expect(await kept(status)).toContain("wamid.1");
  });

  it("what a message meant, in place of what it said", async () => {
    const stop = inboundChange(line, {
      messageId: "wamid.1",
      at: 0,
      from: ada,
      body: { kind: "text", text: "stop promotions please" },
    });
    expect(JSON.parse(await kept(bytesOf(stop)))).toMatchObject({
      entry: [{ changes: [{ value: { messages: [{ staygreen: { optOut: { language: "en" } } }] } }] }],
    });
    expect(await kept(bytesOf(stop))).not.toContain("promotions please");
  });

  it("whatever is no JSON as it came, since it may be all that remains", async () => {
    expect(await kept(Buffer.from("not json"))).toBe("not json");
    expect(await kept(new Uint8Array())).toBe("");
  });
});
