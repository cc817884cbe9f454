import { contactIdentity } from "./contact-identity.ts";
import { codeOf, idOf, isObject, wordOf, type Loose } from "./meta-values.ts";

/** Gives what may be kept of a value: the value itself where all of it may, or `dropped`. */
export type Rule = (value: unknown) => unknown;
export const dropped: unique symbol = Symbol("dropped");

/** Rules by key. What has no rule is dropped. */
export type Rules = ReadonlyMap<string, Rule>;

export function rules(byKey: Readonly<Record<string, Rule>>): Rules {
  return new Map(Object.entries(byKey));
}

/** Only what the rules allow; the same object when that is everything. */
export function keepKnownKeys(object: Loose, known: Rules): Loose {
  return rebuild(object, (key, value) => {
    const rule = known.get(key);
    return rule === undefined ? dropped : rule(value);
  });
}

/** The object with each value replaced by what `keep` gives; the same object when nothing changes. */
export function rebuild(object: Loose, keep: (key: string, value: unknown) => unknown): Loose {
  const keys = Object.keys(object);
  let kept: [string, unknown][] | null = null;
  let place = -1;
  for (const key of keys) {
    place += 1;
    const before = object[key];
    const after = keep(key, before);
    if (kept === null) {
      if (after === before) continue;
      kept = keys.slice(0, place).map((name) => [name, object[name]]);
    }
    if (after !== dropped) kept.push([key, after]);
  }
  // Not by assignment: a key "__proto__" would set the prototype.
  return kept === null ? object : Object.fromEntries(kept);
}

/** A list of objects. What is none stays in its place as null, so that others keep theirs and it stays broken. */
export function listOfObjects(keep: (element: Loose) => unknown): Rule {
  return (value) => {
    if (value === null) return null;
    if (isObject(value)) return keep(value);
    return Array.isArray(value) ? mapKept(value, (item) => (isObject(item) ? keep(item) : null)) : [null];
  };
}

/** The list with each element replaced; the same list when nothing changes. */
export function mapKept(list: readonly unknown[], keep: (element: unknown) => unknown): readonly unknown[] {
  let kept: unknown[] | null = null;
  let place = -1;
  for (const before of list) {
    place += 1;
    const after = keep(before);
    if (kept === null) {
      if (after === before) continue;
      kept = list.slice(0, place);
    }
    kept.push(after);
  }
  return kept ?? list;
}

export function objectWith(known: Rules): Rule {
  return (value) => (isObject(value) ? keepKnownKeys(value, known) : value === null ? null : dropped);
}

/** Keeps a value for which the test holds, and null, which says nothing. */
function when(test: (value: unknown) => boolean): Rule {
  return (value) => (value === null || test(value) ? value : dropped);
}

const isPhone = (value: unknown) => contactIdentity(value, "phone") !== null;

export const id = when((value) => idOf(value) !== null);
export const word = when((value) => wordOf(value) !== null);
export const code = when((value) => codeOf(value) !== null);
export const phone = when(isPhone);
/** A person's number or a group's id. */
export const phoneOrId = when((value) => idOf(value) !== null || isPhone(value));
export const userId = when((value) => contactIdentity(value, "user-id") !== null);
export const flag = when((value) => typeof value === "boolean");
export const number = when((value) => typeof value === "number");
/** Times in whatever writing Meta may choose. */
export const time = when(
  (value) => typeof value === "number" || (typeof value === "string" && timeLike.test(value)),
);
const timeLike = /^[0-9T:.Z+-]{1,40}$/;
/** Words of Meta's or of the business's own, never of a person's. */
export const textUpTo = (length: number): Rule =>
  when((value) => typeof value === "number" || (typeof value === "string" && value.length <= length));
