import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readContact } from "../../core/contacts/read-contact.ts";
import { openContactHasher } from "../../services/contacts/hash-contact.ts";
import { createContactHasher } from "./contact-hasher.ts";

const page = readFileSync("docs/hash-contacts.md", "utf8");
const cell = (name: string) =>
  new RegExp(`^\\| ${name}(?: \\(.*\\))? \\| \`(.+)\` \\|$`, "m").exec(page)?.[1] ?? "";
const example = (language: string) => new RegExp(`\`\`\`${language}\\n([^]+?)\`\`\``).exec(page)?.[1] ?? "";
const vector = { key: cell("key"), number: cell("number"), hash: cell("hash") };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hash-contacts-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A language whose tools this machine lacks is not tried: Node is always there. */
const has = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const missing = {
  openssl: !has("openssl", "version"),
  python3: !has("python3", "--version"),
  java: !has("java", "-version"),
};

function run(program: string, file: string, text: string): string {
  const path = join(folder, file);
  writeFileSync(path, text);
  return execFileSync(program, [path], { encoding: "utf8" }).trim();
}

describe("the examples on the page for senders", () => {
  it("the vector is what arrives here for the number itself", async () => {
    const contacts = createContactHasher({
      loadKeys: () => Promise.resolve([{ version: 1, sealed: new Uint8Array(), retired: false }]),
      storeKey: (_, key) => Promise.resolve(key),
      seal: () => Promise.resolve(new Uint8Array()),
      open: () => Promise.resolve(Buffer.from(vector.key, "hex").toString("base64url")),
    });
    const { hashContact } = await openContactHasher({ contacts }, "shop");
    expect(hashContact(vector.number)).toMatchObject({ contact: vector.hash });
    expect(hashContact(`v1:${vector.hash}`)).toMatchObject({ contact: vector.hash });
    expect(readContact(vector.number)).toMatchObject({ identity: cell("message") });
  });

  it("Node gives the vector", () => {
    expect(run(process.execPath, "example.mjs", example("js"))).toBe(`v1:${vector.hash}`);
  });
  it.skipIf(missing.openssl)("the shell gives the vector", () => {
    expect(run("bash", "example.sh", example("bash"))).toBe(`v1:${vector.hash}`);
  });
  it.skipIf(missing.python3)("Python gives the vector", () => {
    expect(run("python3", "example.py", example("python"))).toBe(`v1:${vector.hash}`);
  });
  it.skipIf(missing.java)("Java gives the vector", { timeout: 60_000 }, () => {
    expect(run("java", "HashContact.java", example("java"))).toBe(`v1:${vector.hash}`);
  });
  it("PHP and SQL use the same key, number and form", () => {
    for (const language of ["php", "sql"]) {
      const text = example(language);
      for (const part of [vector.key, vector.number, "v1:", "tel:+", "sha256"]) expect(text).toContain(part);
    }
  });
});
