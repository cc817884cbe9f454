"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ContactKeyTable } from "./contact-key-table.tsx";
import { contactKeysQuery, revealContactKey, rotateContactKey } from "./queries.ts";
import { ShownContactKey } from "./shown-contact-key.tsx";

/** The key under which contacts are hashed: who has it could test which numbers are here. */
export function ContactKeysCard() {
  const client = useQueryClient();
  const query = useQuery(contactKeysQuery);
  const rotate = useMutation({
    mutationFn: rotateContactKey,
    onSettled: () => client.invalidateQueries({ queryKey: ["contact-keys"] }),
  });
  // Kept nowhere but in this answer: it leaves the page's memory when it is put away.
  const reveal = useMutation({ mutationFn: revealContactKey, gcTime: 0 });
  return (
    <Card
      title="Contact key"
      flush
      actions={
        <ConfirmButton
          label="Make a new version"
          about="of the contact key"
          question="Make a new version of the contact key?"
          confirmLabel="Make it"
          pending={rotate.isPending}
          onConfirm={() => rotate.mutate()}
        >
          <p>
            New facts are filed under it within a minute. People who are heard of again by number keep their
            history. Senders that hash themselves need the new key.
          </p>
        </ConfirmButton>
      }
    >
      <p className="text-ink-2 px-4 py-3">
        No phone number is stored: contacts are kept as hashes under this key. A sender that must not share
        numbers gets the key and sends hashes;{" "}
        <code className="font-mono text-sm">docs/hash-contacts.md</code> has the recipe in six languages.
      </p>
      <Loaded query={query} what="The list of contact keys" skeleton={<SkeletonRows rows={1} />}>
        {(list) => (
          <ContactKeyTable
            keys={list.data}
            shown={reveal.data?.version ?? (reveal.isPending ? reveal.variables : null)}
            onShow={(version) => reveal.mutate(version)}
          />
        )}
      </Loaded>
      <div className="space-y-3 px-4 py-3 empty:hidden">
        <FormProblem error={rotate.error} />
        <FormProblem error={reveal.error} />
        {reveal.data === undefined ? null : (
          <ShownContactKey secret={reveal.data} onDone={() => reveal.reset()} />
        )}
      </div>
    </Card>
  );
}
