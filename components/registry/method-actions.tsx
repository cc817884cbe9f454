import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { mayMoveMethod, methodActions, type MethodAction } from "@/lib/core/registry/method-transition.ts";
import { ActButton } from "./act-button.tsx";
import { moveMethod } from "./queries.ts";

const words: Readonly<Record<MethodAction, { label: string; what: string }>> = {
  launch: {
    label: "Launch",
    what: "It counts as launched from now on. For another time, change its launch instead.",
  },
  hold: {
    label: "Hold",
    what: "Staygreen notes from when it was held. Stop asking for opt-ins where it runs: Staygreen cannot do that for you.",
  },
  resume: { label: "Resume", what: "Staygreen notes that it runs again." },
  retire: {
    label: "Retire",
    what: "It ends for good. Its history and its sources stay, and what still comes in is counted.",
  },
};

/** The steps that a method may take now. */
export function MethodActions({ method }: { method: ActivationMethodDto }) {
  const possible = methodActions.filter((action) => mayMoveMethod(method.state, action));
  if (possible.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {possible.map((action) => (
        <ActButton
          key={action}
          label={words[action].label}
          about={method.name}
          question={`${words[action].label} ${method.name}?`}
          confirmLabel={words[action].label}
          act={() => moveMethod(method.id, action)}
        >
          <p>{words[action].what}</p>
        </ActButton>
      ))}
    </div>
  );
}
