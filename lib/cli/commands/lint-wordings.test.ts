import { expect, it } from "vitest";
import { CliFailure } from "../terminal.ts";
import { lintWordings } from "./lint-wordings.ts";

const run = async (lines: readonly string[]) => {
  const said = { out: [] as string[], err: "", failure: null as string | null };
  const terminal = { out: (line: string) => said.out.push(line), err: (text: string) => (said.err += text) };
  await lintWordings(terminal, lines).catch((error: unknown) => {
    if (!(error instanceof CliFailure)) throw error;
    said.failure = error.message;
  });
  return said;
};
const line = { id: "a", language: "de", text: "Ja, per WhatsApp!", business: "Haus Linde" };

it("answers each line with the rules in order, a span or none, and nothing else", async () => {
  const { out, err, failure } = await run([
    `\ufeff${JSON.stringify(line)}`,
    "",
    JSON.stringify({ ...line, id: 7, more: 1 }),
  ]);
  expect([err, failure]).toEqual(["", null]);
  expect(out.map((one) => JSON.parse(one) as unknown)).toEqual([
    {
      id: "a",
      findings: [
        { rule: "names-whatsapp", ok: true, span: [8, 16] },
        { rule: "names-business", ok: false, span: null },
        { rule: "active-consent", ok: expect.any(Boolean) as boolean, span: null },
        { rule: "message-kinds", ok: false, span: null },
        { rule: "frequency", ok: false, span: null },
        { rule: "opt-out", ok: false, span: null },
      ],
    },
    expect.objectContaining({ id: 7 }),
  ]);
});

it("names line and field of what it cannot read, and goes on", async () => {
  const { out, err, failure } = await run([
    "{",
    JSON.stringify({ ...line, text: 3 }),
    JSON.stringify({ ...line, language: "german!" }),
    "null",
    JSON.stringify(line),
  ]);
  expect(out).toHaveLength(1);
  expect(err.split("\n")).toEqual([
    "line 1: is not JSON",
    expect.stringMatching(/^line 2: text: /),
    "line 3: language: must be a language code such as de or pt-BR",
    expect.stringMatching(/^line 4: the line: /),
    "",
  ]);
  expect(failure).toBe("4 of 5 lines could not be read.");
});
