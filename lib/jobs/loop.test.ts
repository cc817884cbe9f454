import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startLoop, type Loop } from "./loop.ts";

/** Runs that end when the test says so. */
function steps() {
  const waiting: { end: (count: number) => void; fail: (error: Error) => void }[] = [];
  let runs = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const run = () => {
    runs++;
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    return new Promise<number>((resolve, reject) => waiting.push({ end: resolve, fail: reject })).finally(
      () => atOnce--,
    );
  };
  return {
    run,
    get runs() {
      return runs;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    end: async (count = 0) => {
      waiting.shift()!.end(count);
      await vi.advanceTimersByTimeAsync(0);
    },
    fail: async () => {
      waiting.shift()!.fail(new Error("broken"));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

let loop: Loop;
const onError = vi.fn();
const start = (run: () => Promise<number>) =>
  (loop = startLoop({ name: "test", everyMs: 1_000, run, onError }));

beforeEach(() => {
  vi.useFakeTimers();
  onError.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a loop", () => {
  it("runs at its start and then every second", async () => {
    const work = steps();
    start(work.run);
    expect(work.runs).toBe(1);
    await work.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(work.runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work.runs).toBe(2);
  });

  it("runs again at once while there was work", async () => {
    const work = steps();
    start(work.run);
    await work.end(3);
    expect(work.runs).toBe(2);
    await work.end(1);
    expect(work.runs).toBe(3);
    await work.end(0);
    expect(work.runs).toBe(3);
  });

  it("runs at once when poked while idle, and once more when poked while running, never twice at once", async () => {
    const work = steps();
    start(work.run);
    await work.end();
    loop.poke();
    expect(work.runs).toBe(2);
    for (let poke = 0; poke < 10; poke++) loop.poke();
    expect(work.runs).toBe(2);
    await work.end();
    expect(work.runs).toBe(3);
    await work.end();
    await vi.advanceTimersByTimeAsync(999);
    expect(work.runs).toBe(3);
    expect(work.mostAtOnce).toBe(1);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "does not lose a poke that comes %i steps after a run's end",
    async (hops) => {
      let runs = 0;
      const pokeSoon = async () => {
        for (let hop = 0; hop < hops; hop++) await Promise.resolve();
        loop.poke();
      };
      start(() => {
        if (++runs === 1) queueMicrotask(() => void pokeSoon());
        return Promise.resolve(0);
      });
      await vi.advanceTimersByTimeAsync(0);
      expect(runs).toBe(2);
    },
  );

  it("reports an error and goes on at its pace, without spinning", async () => {
    const work = steps();
    start(work.run);
    await work.fail();
    expect(onError).toHaveBeenCalledExactlyOnceWith("test", expect.objectContaining({ message: "broken" }));
    expect(work.runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(work.runs).toBe(2);
    loop.poke();
    await work.fail();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(work.runs).toBe(3);
  });

  it("F51 stops only after the run that is going on, and begins no other", async () => {
    const work = steps();
    start(work.run);
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    loop.poke();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stopped).toBe(false);
    await work.end(5);
    await stopping;
    await vi.advanceTimersByTimeAsync(5_000);
    loop.poke();
    expect(work.runs).toBe(1);
  });

  it("stops while idle, and twice", async () => {
    const work = steps();
    start(work.run);
    await work.end();
    await loop.stop();
    await loop.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(work.runs).toBe(1);
  });
});
