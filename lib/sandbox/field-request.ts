import { badParameter } from "./graph-error.ts";

/** One wanted field with its dotted modifiers and its own wanted fields: `phone_numbers.limit(100){id,quality_score}`. */
export interface FieldRequest {
  readonly name: string;
  readonly modifiers: ReadonlyMap<string, string>;
  readonly fields: readonly FieldRequest[] | null;
}

/** Reads the grammar of `fields=`. Throws a Graph error (code 100) when it cannot be read. */
export function parseFieldRequests(text: string): readonly FieldRequest[] {
  const reader = { text, position: 0 };
  const requests = readList(reader);
  if (reader.position < text.length) throw syntaxError(text);
  return requests;
}

interface Reader {
  readonly text: string;
  position: number;
}

function readList(reader: Reader): readonly FieldRequest[] {
  const requests: FieldRequest[] = [];
  for (;;) {
    requests.push(readOne(reader));
    skipSpace(reader);
    if (reader.text[reader.position] !== ",") return requests;
    reader.position += 1;
  }
}

function readOne(reader: Reader): FieldRequest {
  const name = readName(reader);
  const modifiers = new Map<string, string>();
  while (reader.text[reader.position] === ".") {
    reader.position += 1;
    const modifier = readName(reader);
    if (reader.text[reader.position] !== "(") throw syntaxError(reader.text);
    modifiers.set(modifier, readBracket(reader));
  }
  let fields: readonly FieldRequest[] | null = null;
  if (reader.text[reader.position] === "{") {
    reader.position += 1;
    fields = readList(reader);
    if (reader.text[reader.position] !== "}") throw syntaxError(reader.text);
    reader.position += 1;
  }
  return { name, modifiers, fields };
}

function readName(reader: Reader): string {
  skipSpace(reader);
  const name = /^\w+/.exec(reader.text.slice(reader.position))?.[0];
  if (name === undefined) throw syntaxError(reader.text);
  reader.position += name.length;
  return name;
}

/** Takes everything up to the matching bracket; a modifier's value may hold brackets of its own. */
function readBracket(reader: Reader): string {
  const start = reader.position + 1;
  let depth = 0;
  for (; reader.position < reader.text.length; reader.position += 1) {
    const character = reader.text[reader.position];
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0) {
      reader.position += 1;
      return reader.text.slice(start, reader.position - 1).trim();
    }
  }
  throw syntaxError(reader.text);
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.position] ?? "")) reader.position += 1;
}

function syntaxError(text: string) {
  return badParameter(`Syntax error in the fields parameter: ${text.slice(0, 80)}`);
}
