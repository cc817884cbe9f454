type Shape = { kind: string; keys?: ReadonlyMap<string, Shape>; items?: Shape | null };

/**
 * Where two JSON values differ in shape, that is in keys and types: "- a.b" is missing in the second, "+ a.b" is only
 * there. The elements of a list count as one, with the keys of all: a node leaves out what it has no value for.
 */
export function shapeDifferences(expected: unknown, actual: unknown): string[] {
  return compare(shapeOf(expected), shapeOf(actual), "");
}

function compare(expected: Shape, actual: Shape, place: string): string[] {
  if (expected.kind !== actual.kind) return [`${place}: ${expected.kind} is ${actual.kind}`];
  if (expected.items !== undefined || actual.items !== undefined) {
    if (expected.items && actual.items) return compare(expected.items, actual.items, `${place}[]`);
    if (expected.items) return [`- ${place}[]`];
    return actual.items ? [`+ ${place}[]`] : [];
  }
  const [wanted, found] = [
    expected.keys ?? new Map<string, Shape>(),
    actual.keys ?? new Map<string, Shape>(),
  ];
  const below = (key: string) => (place === "" ? key : `${place}.${key}`);
  return [
    ...[...wanted].flatMap(([key, shape]) => {
      const other = found.get(key);
      return other === undefined ? [`- ${below(key)}`] : compare(shape, other, below(key));
    }),
    ...[...found.keys()].filter((key) => !wanted.has(key)).map((key) => `+ ${below(key)}`),
  ];
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) {
    return { kind: "list", items: value.length === 0 ? null : value.map(shapeOf).reduce(merge) };
  }
  if (typeof value !== "object" || value === null) return { kind: value === null ? "null" : typeof value };
  return { kind: "object", keys: new Map(Object.entries(value).map(([key, each]) => [key, shapeOf(each)])) };
}

function merge(a: Shape, b: Shape): Shape {
  if (a.kind !== b.kind) return { kind: [...new Set([a.kind, b.kind])].sort().join(" or ") };
  if (a.items !== undefined)
    return { ...a, items: a.items && b.items ? merge(a.items, b.items) : (a.items ?? b.items ?? null) };
  if (a.keys === undefined || b.keys === undefined) return a;
  const keys = new Map(a.keys);
  for (const [key, shape] of b.keys) {
    const other = keys.get(key);
    keys.set(key, other === undefined ? shape : merge(other, shape));
  }
  return { ...a, keys };
}
