import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoCast } from "../demo-shop.ts";
import { startSandbox, type Sandbox } from "../start-sandbox.ts";
import { recordedCalls } from "./recorded-calls.ts";

const start = Date.UTC(2026, 9, 6, 9);
const day = Math.floor(start / 86_400_000) * 86_400;
const { waba, number, template, portfolio } = demoCast;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    seed: 1,
    now: () => start,
    tickMs: 0,
    callbackUrl: "http://receiver.invalid/",
    fetch: () => Promise.resolve(new Response()),
  });
});
afterAll(() => sandbox.close());

function fill(path: string): string {
  const values: Readonly<Record<string, string | number>> = {
    portfolio,
    waba: waba.home,
    number: number.home,
    template: template.autumn,
    "other-template": template.prizeDraw,
    "waba-with-insights": waba.outdoor,
    "template-with-insights": template.trails,
    token: sandbox.double.accessToken,
    day: day - 86_400,
    tomorrow: day + 86_400,
    now: start / 1000,
    "week-ago": start / 1000 - 604_800,
  };
  return path.replace(/<([\w-]+)>/g, (_, name: string) => String(values[name]));
}

/**
 * What a client can rely on: keys, types, and the form of texts (digits, instants, capitals). Lists are as their first
 * element, except lists of objects told apart by a name.
 */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isNamed = value.some((each) => typeof each === "object" && each !== null && "metric" in each);
    return isNamed ? value.map(shapeOf) : value.slice(0, 1).map(shapeOf);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  }
  if (typeof value !== "string") return typeof value;
  if (/^\d{5,}$/.test(value)) return "digits";
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/.test(value)) return "instant with +0000";
  return /^[A-Z][A-Z_0-9]+$/.test(value) ? "capitals" : "text";
}

/** A trace id may be all capitals by chance, and `next` exists only while there are more pages. */
function comparable(answer: Readonly<Record<string, unknown>>): unknown {
  const { paging, error, ...rest } = answer as {
    paging?: { cursors: object };
    error?: { fbtrace_id: string; error_user_msg?: string };
  };
  return shapeOf({
    ...rest,
    ...(paging === undefined ? {} : { paging: { cursors: Object.keys(paging.cursors) } }),
    ...(error === undefined ? {} : { error: { ...error, fbtrace_id: "a", message: "a" } }),
  });
}

describe("the double answers what a real account is asked, in the shape that Meta documents", () => {
  it.each(recordedCalls.map((call) => [call.name, call] as const))("%s", async (_name, call) => {
    const url = new URL(`${sandbox.double.url}/v25.0${fill(call.path)}`);
    const headers = { authorization: `Bearer ${sandbox.double.accessToken}` };
    const response = await fetch(url, { method: call.method, headers });
    const answer = (await response.json()) as Record<string, unknown>;
    expect(response.status).toBe(call.status);
    expect(response.headers.get("facebook-api-version")).toBe("v25.0");
    expect(comparable(answer)).toEqual(comparable(call.answer));
    const { error } = answer as { error?: { code: number } };
    expect(error?.code).toBe((call.answer as { error?: { code: number } }).error?.code);
  });
});
