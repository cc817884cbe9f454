"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "@/components/data/problem-error.ts";
import { useMe } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import type { PersonDto, UpdatePersonBody } from "@/lib/contracts/people.ts";
import { isRole, roles } from "@/lib/core/access/rights.ts";
import { updatePerson } from "./queries.ts";

/** Role and access of one person; one's own are changed by somebody else. */
export function PersonActions({ person }: { person: PersonDto }) {
  const me = useMe();
  const client = useQueryClient();
  const update = useMutation({
    mutationFn: (body: UpdatePersonBody) => updatePerson(person.id, body),
    onSettled: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
  if (person.id === me.id) return <span className="text-ink-3">this is you</span>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label={`Role of ${person.name}`}
        value={person.role}
        disabled={update.isPending}
        onChange={(event) => {
          if (isRole(event.currentTarget.value)) update.mutate({ role: event.currentTarget.value });
        }}
        className="border-line-strong bg-surface min-h-8 rounded-md border px-2 text-sm"
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </select>
      {person.disabledAt === null ? (
        <ConfirmButton
          label="Disable"
          about={person.name}
          question={`Disable ${person.name}?`}
          confirmLabel="Disable"
          pending={update.isPending}
          onConfirm={() => update.mutate({ disabled: true })}
        >
          <p>All sessions end at once and the person cannot sign in. What they did stays in the records.</p>
        </ConfirmButton>
      ) : (
        <Button pending={update.isPending} onClick={() => update.mutate({ disabled: false })}>
          Let in again<span className="sr-only">: {person.name}</span>
        </Button>
      )}
      <span role="status" className="text-red-ink text-sm">
        {update.error === null ? "" : asProblem(update.error).detail}
      </span>
    </div>
  );
}
