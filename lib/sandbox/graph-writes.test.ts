import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGraphDouble, type GraphDouble } from "./graph-double.ts";
import { createUniformWorld } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
let double: GraphDouble;

beforeEach(async () => {
  const now = () => start;
  const world = createUniformWorld({ wabas: 1, numbersPerWaba: 1, now, seed: 1 });
  double = await startGraphDouble({ now, world });
});
afterEach(() => double.close());

const waba = () => double.world.portfolios[0]!.wabas[0]!;

async function send(method: string, path: string) {
  const headers = { authorization: `Bearer ${double.accessToken}` };
  const response = await fetch(`${double.url}/v25.0${path}`, { method, headers });
  return (await response.json()) as Record<string, unknown> & { error?: { code: number }; data: unknown[] };
}

describe("template insights", () => {
  // graph-api.md section 7: 200005 not available, 200006 cannot be disabled, 200007 not enabled.
  it("are switched on where Meta offers them, and never off again", async () => {
    const path = `/${waba().id}?is_enabled_for_insights`;
    double.world.changeWaba(waba().id, { country: "BR", isEnabledForInsights: false });
    expect((await send("POST", `${path}=false`)).error?.code).toBe(200_007);
    expect(await send("POST", `${path}=true`)).toEqual({ id: waba().id });
    expect(await send("GET", `/${waba().id}?fields=is_enabled_for_insights`)).toMatchObject({
      is_enabled_for_insights: true,
    });
    expect((await send("POST", `${path}=false`)).error?.code).toBe(200_006);
    expect((await send("POST", `${path}=maybe`)).error?.code).toBe(100);
    expect(waba().isEnabledForInsights).toBe(true);
  });

  it("are not offered in the European Union", async () => {
    expect((await send("POST", `/${waba().id}?is_enabled_for_insights=true`)).error?.code).toBe(200_005);
  });
});

describe("a paused template", () => {
  it("is unpaused once, and only when it is paused", async () => {
    const { id } = waba().templates[0]!;
    expect((await send("POST", `/${id}/unpause`)).error?.code).toBe(100);
    double.world.changeTemplate(id, { status: "PAUSED" });
    expect(await send("POST", `/${id}/unpause`)).toEqual({ success: true });
    expect(await send("GET", `/${id}?fields=status`)).toEqual({ status: "APPROVED", id });
    expect(double.world.recentEvents()).toMatchObject([{ kind: "template-unpaused", templateId: id }]);
  });
});

describe("the small edges", () => {
  it("list sign-up links where Meta offers them, and what happened to the account", async () => {
    expect((await send("GET", `/${waba().id}/signups`)).data).toEqual([]);
    double.world.changeWaba(waba().id, { country: "AU" });
    expect((await send("GET", `/${waba().id}/signups`)).data).toMatchObject([{ status: "ACTIVE" }]);
    double.world.addPhoneNumber(waba().id, { id: "77", displayPhoneNumber: "+999 1", verifiedName: "New" });
    expect((await send("GET", `/${waba().id}/activities`)).data).toMatchObject([
      { activity_type: "PHONE_NUMBER_ADDED" },
    ]);
  });
});

describe("an account's node", () => {
  // graph-api.md section 4.2.
  it("answers every field that a client of account states asks for", async () => {
    const fields =
      "id,name,currency,country,timezone_id,creation_time,status,account_review_status,business_verification_status," +
      "ownership_type,owner_business_info,message_template_namespace,is_enabled_for_insights,health_status," +
      "whatsapp_business_manager_messaging_limit,primary_business_location";
    const body = await send("GET", `/${waba().id}?fields=${fields}`);
    expect(Object.keys(body).sort()).toEqual(fields.split(",").sort());
    expect(body).toMatchObject({
      account_review_status: "APPROVED",
      business_verification_status: "verified",
      owner_business_info: { id: waba().portfolioId },
      whatsapp_business_manager_messaging_limit: "TIER_10K",
      health_status: { can_send_message: "AVAILABLE" },
    });
  });
});

describe("a big world", () => {
  it("of 10,000 numbers in 500 accounts answers each page with its 20 numbers", async () => {
    await double.close();
    const now = () => start;
    const world = createUniformWorld({ wabas: 500, numbersPerWaba: 20, now, seed: 2 });
    double = await startGraphDouble({ now, world, latencyMs: 1 });
    const ids = world.portfolios[0]!.wabas.slice(0, 50).map((each) => each.id);
    const pages = await Promise.all(ids.map((id) => send("GET", `/${id}/phone_numbers?fields=id&limit=100`)));
    expect(pages.map((page) => page.data.length)).toEqual(Array.from({ length: 50 }, () => 20));
  });
});
