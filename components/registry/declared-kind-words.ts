import { formText } from "@/components/ui/form-text.ts";
import {
  declarableKinds,
  type DeclarableKind,
  type DeclaredKind,
} from "@/lib/core/registry/declared-kinds.ts";

/** "marketing (“offers”), utility"; null: nothing is declared. */
export function kindsWords(kinds: readonly DeclaredKind[] | null): string {
  if (kinds === null) return "nothing";
  return kinds.map(({ kind, words }) => (words === null ? kind : `${kind} (“${words}”)`)).join(", ");
}

export const kindField = (kind: DeclarableKind) => `declared-${kind}`;
export const kindWordsField = (kind: DeclarableKind) => `declared-${kind}-words`;

/** What was chosen in DeclaredKindFields; null: nothing. */
export function typedKinds(form: FormData): DeclaredKind[] | null {
  const kinds = declarableKinds
    .filter((kind) => form.has(kindField(kind)))
    .map((kind) => ({ kind, words: formText(form, kindWordsField(kind)) ?? null }));
  return kinds.length === 0 ? null : kinds;
}
