import { describe, expect, it } from "vitest";
import { ProblemError } from "@/components/data/problem-error.ts";
import type { ImportDto, ImportProgress } from "@/lib/contracts/imports.ts";
import { sendFile, type SendFileSteps } from "./send-file.ts";

const size = 300_000;
const file = new Blob([new Uint8Array(size)]);
const at = (byteOffset: number): ImportProgress => ({
  ...{ state: byteOffset === size ? "done" : "open", byteOffset, lineCount: 0, acceptedCount: 0 },
  ...{ changedCount: 0, duplicateCount: 0, rejectedCount: 0 },
});
const one = { ...at(0), id: "i1", fileSize: size } as ImportDto;

/** A server that takes all but the last 10 bytes of a slice that is not the last; `answers` break in first. */
function server(answers: (ProblemError | "lost" | null)[] = []) {
  const seen = { offset: 0, sent: [] as number[], waited: [] as number[], trouble: [] as (string | null)[] };
  let clock = 0;
  const steps: SendFileSteps = {
    send: (_id, offset, content) => {
      seen.sent.push(offset);
      const broken = answers.shift() ?? null;
      if (broken instanceof ProblemError) return Promise.reject(broken);
      seen.offset = offset + content.size === size ? size : offset + content.size - 10;
      clock += 700;
      if (broken === "lost") return Promise.reject(new ProblemError("Staygreen did not answer.", "", 0));
      return Promise.resolve(at(seen.offset));
    },
    ask: () => Promise.resolve(at(seen.offset)),
    wait: (milliseconds) => {
      seen.waited.push(milliseconds);
      return Promise.resolve();
    },
    now: () => clock,
    onProgress: () => undefined,
    onTrouble: (message) => seen.trouble.push(message),
    mayGoOn: () => true,
  };
  return { seen, steps };
}

describe("sending a file", () => {
  it("each slice begins where the server says, until the end", async () => {
    const { seen, steps } = server();
    expect((await sendFile(file, one, steps)).state).toBe("done");
    expect(seen.sent.slice(0, 3)).toEqual([0, 65_526, 131_052]);
  });

  it("F27 after a lost answer it asks how far the import is, and sends nothing twice", async () => {
    const { seen, steps } = server(["lost"]);
    await sendFile(file, one, steps);
    expect(seen.sent.slice(0, 2)).toEqual([0, 65_526]);
    expect(seen.trouble[0]).toBe("Staygreen did not answer. It is tried again by itself.");
    expect(seen.trouble.at(-1)).toBeNull();
  });

  it("goes on from where it is when another window was quicker", async () => {
    const { seen, steps } = server([new ProblemError("Conflict.", "", 409)]);
    seen.offset = 200_000;
    await sendFile(file, one, steps);
    expect(seen.sent[1]).toBe(200_000);
  });

  it("stops at a refusal, and when it is told to", async () => {
    const refused = new ProblemError("Invalid input.", "", 422, [
      { path: "line 7", message: "opens a quote" },
    ]);
    await expect(sendFile(file, one, server([refused]).steps)).rejects.toBe(refused);
    const { seen, steps } = server();
    const end = await sendFile(file, one, { ...steps, mayGoOn: () => seen.sent.length < 2 });
    expect([end.state, seen.sent.length]).toEqual(["open", 2]);
  });
});
