/** Kinds of messages that people can be told of, in the order in which they are shown: Meta's categories, and answers. */
export const declarableKinds = ["marketing", "utility", "authentication", "service"] as const;
export type DeclarableKind = (typeof declarableKinds)[number];

export interface DeclaredKind {
  readonly kind: DeclarableKind;
  /** As the wording says it; null: nobody wrote it down. */
  readonly words: string | null;
}

/** The same kinds, always in one order: a declaration is a set. */
export function inKindOrder<Kind extends DeclaredKind>(kinds: readonly Kind[]): Kind[] {
  return [...kinds].sort((a, b) => declarableKinds.indexOf(a.kind) - declarableKinds.indexOf(b.kind));
}

/** A declaration as it was stored; null: nothing is declared, or what is there is none. */
export function readDeclaredKinds(value: unknown): DeclaredKind[] | null {
  if (!Array.isArray(value)) return null;
  const kinds = value.flatMap((one: unknown): DeclaredKind[] => {
    if (typeof one !== "object" || one === null || !("kind" in one)) return [];
    const kind = declarableKinds.find((known) => known === one.kind);
    const words = "words" in one && typeof one.words === "string" ? one.words : null;
    return kind === undefined ? [] : [{ kind, words }];
  });
  return kinds.length === 0 ? null : inKindOrder(kinds);
}

/** What counts for a source, and who says it. Null: nothing is declared, which does not mean that nothing is allowed. */
export interface Declaration {
  readonly kinds: readonly DeclaredKind[];
  readonly by: "source" | "method";
}

/** A source's own words count before those of its method. */
export function declarationOf(
  ofSource: readonly DeclaredKind[] | null,
  ofMethod: readonly DeclaredKind[] | null,
): Declaration | null {
  if (ofSource !== null) return { kinds: ofSource, by: "source" };
  return ofMethod === null ? null : { kinds: ofMethod, by: "method" };
}
