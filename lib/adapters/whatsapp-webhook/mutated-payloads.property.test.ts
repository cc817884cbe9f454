import { describe, expect, it } from "vitest";
import { readMessageFacts, type MessageFacts } from "../../core/messages/message-facts.ts";
import { redactMessageText } from "../../core/messages/redact-message-text.ts";
import bodies from "../../core/messages/webhook-bodies.json" with { type: "json" };
import { losslessJson } from "./lossless-json.ts";
import { parseEnvelope } from "./parse-envelope.ts";

/** Another seed at each run; a failure names seed and number, which repeat it with FUZZ_SEED. */
const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const received = new Date("2025-10-03T12:00:00Z");
const decoder = new TextDecoder("utf-8");

/** Mulberry32 (T. Ettinger, 2017): small, quick, the same everywhere. */
function randomFrom(start: number) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const among = <T>(items: readonly T[]): T => items[below(items.length)]!;
  return { below, among };
}
type Random = ReturnType<typeof randomFrom>;

const samples = Object.values(bodies).map((body) => JSON.stringify(body));
/** As Meta signs them: everything beyond ASCII escaped. */
const escaped = samples.map((text) =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
);

/** Pieces that have broken parsers before. */
const pieces = [
  ..."\\u0000 \\ud800 \\udfff\\ud800 12345678901234567890 -9007199254740993 1e999 1e-999 0.1 00 - + .".split(
    " ",
  ),
  ...'null true {} [] [[[[ ]]]] {{{{ }}}} , : " \\ \\u12 NaN undefined // /**/'.split(" "),
  '"__proto__":{"id":"x"},',
  '"constructor":{"prototype":{"id":1}},',
  '"id":"twice","id":7,',
  '"messages":[{"id":"wamid.more","text":{"body":"STOP"}}],',
  '"statuses":[{"id":"wamid.more","status":"sent"}],',
  '"field":"account_update",',
  '"staygreen":{"optOut":{"keyword":"stop","language":"en","via":"text"},"resume":null},',
  "\u0000",
  "\u2028",
  "😀",
];

function mutatedBytes(random: Random): Buffer {
  let body = Buffer.from(random.among(random.below(2) === 0 ? samples : escaped), "utf8");
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(body.length + 1);
    const to = Math.min(body.length, at + random.below(40));
    switch (random.below(6)) {
      case 0:
        if (at < body.length) body[at] = random.below(256);
        break;
      case 1:
        if (at < body.length) body[at] = body[at]! ^ (1 << random.below(8));
        break;
      case 2:
        body =
          random.below(4) === 0
            ? body.subarray(0, at)
            : Buffer.concat([body.subarray(0, at), body.subarray(to)]);
        break;
      case 3:
        body = Buffer.concat([body.subarray(0, to), body.subarray(at, to), body.subarray(to)]);
        break;
      default: {
        // Between two members of an object, where a piece is most likely to be taken for one.
        const comma = body.indexOf(random.below(2) === 0 ? 0x2c : 0x7b, at);
        const place = comma === -1 ? at : comma + 1;
        body = Buffer.concat([
          body.subarray(0, place),
          Buffer.from(random.among(pieces)),
          body.subarray(place),
        ]);
      }
    }
  }
  return body;
}

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

function oddValue(random: Random): unknown {
  return random.among<() => unknown>([
    () => null,
    () => random.among([0, -1, 0.5, 1e300, 131050, 4917604069001, 1759480190, 2 ** 53]),
    () =>
      random.among([
        "",
        "STOP",
        "baja por favor",
        "x".repeat(random.below(3000)),
        "\ud800",
        "a\u0000b",
        "退订",
      ]),
    () =>
      random.among([
        "4917604069001",
        "+49 176 04069001",
        "DE.10493827561029384",
        "wamid.x",
        "deleted",
        "1e5",
      ]),
    () => random.among([true, false]),
    () => [],
    () => ({}),
    () => [[["deep"]], {}],
    () => ({ toString: 1, constructor: "x", id: { id: [] } }),
    () => `deep:${random.among([70, 300, 3000])}`,
    () => structuredClone(random.among(Object.values(bodies))),
  ])();
}

/** Types swapped, parts moved, doubled, dropped or nested at random places of a well-formed body. */
function mutatedStructure(random: Random): Buffer {
  const body = JSON.parse(random.among(samples)) as Container;
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    let holder: Container = body;
    let keys = Object.keys(holder);
    for (let steps = random.below(12); steps > 0; steps -= 1) {
      const inside: unknown = Reflect.get(holder, random.among(keys));
      if (!isContainer(inside) || Object.keys(inside).length === 0) break;
      holder = inside;
      keys = Object.keys(holder);
    }
    const key = random.among(keys);
    const before: unknown = Reflect.get(holder, key);
    switch (random.below(6)) {
      case 0:
        Reflect.deleteProperty(holder, key);
        if (keys.length === 1) times = 1;
        break;
      case 1:
        Reflect.set(holder, key, [before, structuredClone(before)]);
        break;
      case 2:
        Reflect.set(holder, random.among(["id", "text", "messages", "new_key", "value", "3"]), before);
        break;
      case 3:
        Object.defineProperty(holder, "__proto__", {
          value: oddValue(random),
          enumerable: true,
          configurable: true,
        });
        break;
      default:
        Reflect.set(holder, key, oddValue(random));
    }
  }
  const text = JSON.stringify(body).replace(/"deep:(\d+)"/g, (_, levels: string) => {
    const depth = Number(levels);
    return '{"a":['.repeat(depth / 2) + "]}".repeat(depth / 2);
  });
  return Buffer.from(text, "utf8");
}

/** How many changes a body holds, said apart from the parser. */
function changesIn(root: unknown): number {
  const list = (value: unknown) =>
    Array.isArray(value) ? (value as unknown[]) : value === null || value === undefined ? [] : [value];
  if (!isContainer(root) || Array.isArray(root)) return 0;
  const entries = Object.hasOwn(root, "entry")
    ? list(root["entry"])
    : Object.hasOwn(root, "value")
      ? [root]
      : [];
  return entries
    .map((entry) => {
      const holds = isContainer(entry) && !Array.isArray(entry) && Object.hasOwn(entry, "changes");
      return holds ? list(entry["changes"]).length : 1;
    })
    .reduce((sum, count) => sum + count, 0);
}

function elementsIn(value: unknown): number {
  if (!isContainer(value)) return 1;
  return Object.values(value).reduce<number>((sum, inside) => sum + elementsIn(inside), 1);
}

/** Everything that must hold of any signed body. Plain throws: `expect` would take most of the time. */
function check(raw: Buffer): "read" | "unreadable" {
  const parsed = parseEnvelope(raw);
  let root: unknown;
  try {
    root = losslessJson(decoder.decode(raw));
  } catch {
    must(parsed.kind === "unreadable", "what is no JSON is said to be unreadable");
    return "unreadable";
  }
  const { value, changed } = redactMessageText(root);
  must(changed || value === root, "an unchanged body is the body itself");
  const kept = changed ? Buffer.from(JSON.stringify(value)) : raw;
  must(kept.length <= raw.length * 2 + 400, "redacting adds no more than notes");
  if (changed)
    must(!redactMessageText(losslessJson(decoder.decode(kept))).changed, "redacted once is redacted");
  if (parsed.kind === "unreadable") return "unreadable";

  const places = [...parsed.changes, ...parsed.broken].map(({ index }) => index).sort((a, b) => a - b);
  must(places.length === changesIn(root), "every change is read or said to be broken");
  must(
    places.every((place, order) => place === order),
    "in its place, once",
  );
  const again = parseEnvelope(kept);
  must(again.kind === "envelope", "a redacted body can be read like the original");
  for (const change of parsed.changes) {
    const same = again.changes.find(({ index }) => index === change.index);
    must(same?.field === change.field, "redacting loses no change and no field");
    const facts = readMessageFacts(change.value, received);
    must(isBounded(facts, change.value), "facts are no more and no longer than what came");
    must(
      JSON.stringify(facts) === JSON.stringify(readMessageFacts(same.value, received)),
      "redacting changes no fact",
    );
  }
  return "read";
}

function isBounded(facts: MessageFacts, value: unknown): boolean {
  const { statuses, inbound, preferences, links, systemErrors, broken, unknown } = facts;
  const count = [statuses, inbound, preferences, systemErrors, broken].reduce(
    (sum, list) => sum + list.length,
    0,
  );
  const texts = JSON.stringify([links, unknown, broken]).length + JSON.stringify([statuses, inbound]).length;
  return unknown.length <= 50 && count <= elementsIn(value) && texts <= 1000 + 4000 * (count + links.length);
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Runs the numbers of one kind; a failure names what repeats it. */
function run(kind: string, count: number, make: (random: Random) => Buffer): number {
  let readable = 0;
  for (let number = 0; number < count; number += 1) {
    const raw = make(randomFrom(seed + number));
    try {
      if (check(raw) === "read") readable += 1;
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`${kind} ${number} of seed ${seed}: ${said}\n${raw.toString("latin1").slice(0, 2000)}`);
    }
  }
  return readable;
}

describe(`F19 F34 mutated and random webhook bodies, seed ${seed}`, { timeout: 300_000 }, () => {
  it("reads the unharmed bodies", () => {
    for (const text of [...samples, ...escaped]) expect(check(Buffer.from(text))).toBe("read");
  });

  it("50,000 bodies with bytes changed, cut, doubled or put in", () => {
    // Most are no JSON any more. Enough must be, or nothing has been shown.
    expect(run("bytes", 50_000, mutatedBytes)).toBeGreaterThan(5_000);
  });

  it("45,000 bodies with parts of another type, moved, doubled, dropped or nested", () => {
    expect(run("structure", 45_000, mutatedStructure)).toBeGreaterThan(30_000);
  });

  it("5,000 bodies of structure changed first and bytes after", () => {
    run("both", 5_000, (random) => {
      const body = mutatedStructure(random);
      if (body.length > 0)
        body[random.below(body.length)] = random.among([0x00, 0x22, 0x5c, 0x7b, 0x5d, 0x39, 0xff]);
      return body;
    });
  });

  it("2,000 bodies of random bytes", () => {
    run("random", 2_000, (random) =>
      Buffer.from(Array.from({ length: random.below(300) }, () => random.below(random.among([128, 256])))),
    );
  });
});
