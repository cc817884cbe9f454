import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGraphDouble, type GraphDouble } from "./graph-double.ts";
import { createWorld } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
let double: GraphDouble;

beforeEach(async () => {
  const now = () => start;
  double = await startGraphDouble({ now, world: createWorld({ seed: 1, now, speed: 8640, story: "calm" }) });
});
afterEach(() => double.close());

async function control(method: string, path: string, body?: unknown, key = double.accessToken) {
  const response = await fetch(`${double.url}/__sandbox/${path}`, {
    method,
    headers: { "x-sandbox-control": key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("the control address", () => {
  it("wants the access token in its own header", async () => {
    expect((await control("GET", "state", undefined, "guess")).status).toBe(403);
    expect((await fetch(`${double.url}/__sandbox/state`)).status).toBe(403);
  });

  it("adds and clears faults, and refuses what is none", async () => {
    await control("POST", "faults", [{ kind: "html-502", times: 3 }, { kind: "empty-body" }]);
    expect(double.faults.list()).toHaveLength(2);
    expect((await control("POST", "faults", { code: 1 })).status).toBe(400);
    await control("DELETE", "faults");
    expect(double.faults.list()).toEqual([]);
  });

  it("changes the world", async () => {
    const { world } = double;
    const number = world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!;
    const act = async (action: object) => (await control("POST", "world", action)).status;
    expect(await act({ action: "set-rating", phoneNumberId: number.id, rating: "RED" })).toBe(200);
    expect(number.rating).toBe("RED");
    expect(await act({ action: "clear-override", phoneNumberId: number.id })).toBe(200);
    expect(number.rating).toBe("GREEN");
    expect(await act({ action: "launch-source", sourceKey: "flyer-qr-berlin" })).toBe(200);
    expect(world.sources.find((source) => source.key === "flyer-qr-berlin")?.active).toBe(true);
    expect(await act({ action: "hold-source", sourceKey: "flyer-qr-berlin" })).toBe(200);
    expect(await act({ action: "set-limit", portfolioId: "118220034455667", limit: "TIER_UNLIMITED" })).toBe(
      200,
    );
    expect(
      await act({ action: "change-number", phoneNumberId: number.id, change: { status: "BANNED" } }),
    ).toBe(200);
    expect(number.status).toBe("BANNED");
    const templateId = world.portfolios[0]!.wabas[0]!.templates[0]!.id;
    expect(await act({ action: "change-template", templateId, change: { status: "REJECTED" } })).toBe(200);
    expect(await act({ action: "change-waba", wabaId: number.wabaId, change: { status: "GONE" } })).toBe(200);
    const blueprint = { id: "77", displayPhoneNumber: "+999 1", verifiedName: "New" };
    expect(await act({ action: "add-number", wabaId: number.wabaId, number: blueprint })).toBe(200);
    expect(await act({ action: "remove-number", phoneNumberId: "77" })).toBe(200);
    expect(world.findPhoneNumber("77")).toBeUndefined();
  });

  it("refuses what it does not know", async () => {
    expect(
      (await control("POST", "world", { action: "set-rating", phoneNumberId: "0", rating: "RED" })).status,
    ).toBe(400);
    expect((await control("POST", "world", { action: "dance" })).status).toBe(400);
    expect(
      (await control("POST", "world", { action: "set-limit", portfolioId: "1", limit: "TIER_9" })).status,
    ).toBe(400);
    expect((await control("GET", "nothing")).status).toBe(404);
  });

  it("shows what is behind the scenes, and stays out of the request log", async () => {
    const { body } = await control("GET", "state");
    expect(body).toMatchObject({ now: start, seed: 1, speed: 8640, faults: [] });
    expect(JSON.stringify(body["sources"])).toContain("blockTendency");
    expect(double.requests).toEqual([]);
  });

  it("tells no scenario where none is told", async () => {
    expect((await control("GET", "scenario")).body).toMatchObject({ scenario: null });
    expect((await control("POST", "scenario", { scenario: "demo-story" })).status).toBe(400);
  });
});
