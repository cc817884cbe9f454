import { declarableKinds, type DeclaredKind } from "@/lib/core/registry/declared-kinds.ts";
import { TextField } from "@/components/ui/field.tsx";
import { kindField, kindWordsField } from "./declared-kind-words.ts";

interface DeclaredKindFieldsProps {
  declared: readonly DeclaredKind[] | null;
  /** For which sources the choice stands. */
  ofWhom: string;
  fault: (field: string) => string | undefined;
}

/** Which kinds of messages people are told of where they opt in, each with the words of the wording. */
export function DeclaredKindFields({ declared, ofWhom, fault }: DeclaredKindFieldsProps) {
  const problem = faultOf(fault);
  return (
    <fieldset className="min-w-0 sm:col-span-2">
      <legend className="mb-1 text-sm font-medium">Declared messages (optional)</legend>
      <p className="text-ink-3 mb-2 text-xs">
        What people are told, where they opt in, will be sent. {ofWhom} None chosen: nothing is declared.
      </p>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {declarableKinds.map((kind) => {
          const one = declared?.find((known) => known.kind === kind);
          return (
            <div key={kind} className="min-w-0">
              <label className="hit mb-1 flex items-center gap-2 text-sm capitalize">
                <input
                  type="checkbox"
                  name={kindField(kind)}
                  value="yes"
                  defaultChecked={one !== undefined}
                />
                {kind}
              </label>
              <TextField
                name={kindWordsField(kind)}
                label={<span className="sr-only">How the wording says {kind}</span>}
                maxLength={200}
                placeholder={examples[kind]}
                defaultValue={one?.words ?? ""}
              />
            </div>
          );
        })}
      </div>
      {problem === undefined ? null : (
        <p className="text-red-ink mt-1 text-sm font-medium" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

const examples = {
  marketing: "offers and news",
  utility: "order updates",
  authentication: "login codes",
  service: "answers to questions",
} as const;

/** Faults stand at declaredKinds, or at declaredKinds.<n>.<field>. */
function faultOf(fault: (field: string) => string | undefined): string | undefined {
  for (let at = 0; at < declarableKinds.length; at++) {
    for (const field of ["kind", "words"] as const) {
      const message = fault(`declaredKinds.${at}.${field}`);
      if (message !== undefined)
        return `Kind ${at + 1}: ${field === "words" ? "the words" : "it"} ${message}`;
    }
  }
  return fault("declaredKinds");
}
