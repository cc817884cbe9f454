import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearPeople } from "../../testing/builders/people.ts";
import { testContext, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { withIdempotency } from "./with-idempotency.ts";

const hours = 3_600_000;
const input = { key: "k1", requestHash: "hash of the request" };
const answer = { status: 201, body: { z: 1, a: ["\u0000", "ü"], id: "made once" } };

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearPeople(database);
  ctx = testContext(database);
});

/** A run that waits until the test lets it end. */
function heldRun() {
  let end = () => {};
  let start = () => {};
  const started = new Promise<void>((resolve) => (start = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    start();
    await ended;
    return answer;
  };
  return { run, started, end };
}

describe("withIdempotency", () => {
  it("runs once and repeats the answer, byte for byte", async () => {
    const run = vi.fn(() => Promise.resolve(answer));
    const first = await withIdempotency(ctx, input, run);
    const second = await withIdempotency(ctx, input, run);
    expect(run).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("keeps answers encrypted, because some show a secret once", async () => {
    const sealer = {
      ...ctx.sealer,
      seal: (_place: object, text: string) =>
        Promise.resolve(Uint8Array.from(Buffer.from(text), (byte) => byte ^ 255)),
      open: (_place: object, cipher: Uint8Array) =>
        Promise.resolve(Buffer.from(cipher.map((byte) => byte ^ 255)).toString()),
    };
    const run = () => Promise.resolve({ status: 201, body: { key: "sgk_default_1_secret" } });
    await withIdempotency({ ...ctx, sealer }, input, run);
    const [row] = await database.client.idempotentAnswer.findMany();
    expect(Buffer.from(row!.body as string, "base64").toString()).not.toContain("sgk_");
    expect(await withIdempotency({ ...ctx, sealer }, input, run)).toMatchObject({
      body: { key: "sgk_default_1_secret" },
    });
  });

  it("gives the answer even when it cannot be kept", async () => {
    const sealer = { ...ctx.sealer, seal: () => Promise.reject(new Error("no key")) };
    expect(await withIdempotency({ ...ctx, sealer }, input, () => Promise.resolve(answer))).toEqual(answer);
    expect(ctx.seen.logged).toMatchObject([{ level: "warn" }]);
  });

  it("repeats an answer without a body", async () => {
    const run = () => Promise.resolve({ status: 204, body: undefined });
    await withIdempotency(ctx, input, run);
    expect(await withIdempotency(ctx, input, run)).toEqual({ status: 204, body: null });
  });

  it("refuses the key for another request, also while the first one runs", async () => {
    const held = heldRun();
    const first = withIdempotency(ctx, input, held.run);
    await held.started;
    const other = { ...input, requestHash: "another" };
    const fault = { code: "VALIDATION", details: { faults: [{ path: "Idempotency-Key" }] } };
    await expect(withIdempotency(ctx, other, () => Promise.resolve(answer))).rejects.toMatchObject(fault);
    held.end();
    await first;
    await expect(withIdempotency(ctx, other, () => Promise.resolve(answer))).rejects.toMatchObject(fault);
  });

  it("runs once for many at once; the others are told to wait or get the answer", async () => {
    const held = heldRun();
    const run = vi.fn(held.run);
    const first = withIdempotency(ctx, input, run);
    await held.started;
    const others = await Promise.allSettled(
      Array.from({ length: 5 }, () => withIdempotency(ctx, input, run)),
    );
    expect(others.every((other) => other.status === "rejected")).toBe(true);
    expect(others[0]).toMatchObject({ reason: { code: "CONFLICT", details: { retryAfterSeconds: 1 } } });
    held.end();
    await expect(first).resolves.toEqual(answer);
    await expect(withIdempotency(ctx, input, run)).resolves.toEqual(answer);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("starts once when all arrive in the same moment", async () => {
    const run = vi.fn(() => Promise.resolve(answer));
    await Promise.allSettled(Array.from({ length: 8 }, () => withIdempotency(ctx, input, run)));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("lets go of the key when the run fails", async () => {
    await expect(withIdempotency(ctx, input, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(withIdempotency(ctx, input, () => Promise.resolve(answer))).resolves.toEqual(answer);
  });

  it("uses an answer for a day, and a run of a dead process for two minutes", async () => {
    await withIdempotency(ctx, input, () => Promise.resolve(answer));
    ctx.clock.advance(24 * hours - 1);
    const run = vi.fn(() => Promise.resolve({ status: 200, body: "new" }));
    expect(await withIdempotency(ctx, input, run)).toEqual(answer);
    ctx.clock.advance(1);
    expect(await withIdempotency(ctx, { ...input, requestHash: "another" }, run)).toEqual({
      status: 200,
      body: "new",
    });

    const held = heldRun();
    const dead = withIdempotency(ctx, { ...input, key: "k2" }, held.run);
    await held.started;
    ctx.clock.advance(60_000);
    await expect(withIdempotency(ctx, { ...input, key: "k2" }, run)).rejects.toMatchObject({
      details: { retryAfterSeconds: 10 },
    });
    ctx.clock.advance(60_000);
    expect(await withIdempotency(ctx, { ...input, key: "k2" }, run)).toEqual({ status: 200, body: "new" });
    held.end();
    await dead;
    expect(await withIdempotency(ctx, { ...input, key: "k2" }, run)).toEqual({ status: 200, body: "new" });
  });

  it("takes an old key over once", async () => {
    await withIdempotency(ctx, input, () => Promise.resolve(answer));
    ctx.clock.advance(24 * hours);
    const run = vi.fn(() => Promise.resolve(answer));
    await Promise.allSettled(Array.from({ length: 5 }, () => withIdempotency(ctx, input, run)));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("keeps callers and organizations apart", async () => {
    const run = vi.fn(() => Promise.resolve(answer));
    await withIdempotency(ctx, input, run);
    await withIdempotency(testContext(database, { actor: { id: "somebody else" } }), input, run);
    await withIdempotency(testContext(database, { organizationId: "other" }), input, run);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it.each(["", "x".repeat(256)])("refuses a key of unusable length", async (key) => {
    await expect(
      withIdempotency(ctx, { ...input, key }, () => Promise.resolve(answer)),
    ).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });
});
