import { expect, it } from "vitest";
import { BodyTooLarge, readBytes } from "./read-json-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** A request whose body arrives in these pieces; an error breaks it off. */
function arriving(pieces: readonly (string | Error)[], headers: Record<string, string> = {}): Request {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(bytes(piece));
    },
  });
  return new Request("http://here/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

it("puts a body together from its pieces, and reads none as empty", async () => {
  expect(Buffer.from(await readBytes(arriving(["ab", "c"]), 3)).toString()).toBe("abc");
  expect(await readBytes(new Request("http://here/", { method: "POST" }), 3)).toHaveLength(0);
});

it("stops at the limit, whatever length was declared", async () => {
  await expect(readBytes(arriving(["ab", "cd"]), 3)).rejects.toThrow(BodyTooLarge);
  await expect(readBytes(arriving(["ab"], { "content-length": "4" }), 3)).rejects.toThrow(BodyTooLarge);
});

it("says that a body broke off, or is compressed, as the sender's fault", async () => {
  await expect(readBytes(arriving(["ab", new Error("aborted")]), 9)).rejects.toMatchObject({
    code: "VALIDATION",
    details: { faults: [{ path: "body", message: "broke off before its end" }] },
  });
  await expect(readBytes(arriving(["ab"], { "content-encoding": "gzip" }), 9)).rejects.toMatchObject({
    details: { faults: [{ path: "Content-Encoding" }] },
  });
});
