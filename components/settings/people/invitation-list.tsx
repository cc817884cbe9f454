"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { InvitationDto } from "@/lib/contracts/people.ts";
import { invitationsQuery, withdrawInvitation } from "./queries.ts";

/** Links that nobody has used yet. */
export function InvitationList() {
  const query = useQuery(invitationsQuery);
  return (
    <Card title="Open invitations" flush>
      <Loaded query={query} what="The list of invitations" skeleton={<SkeletonRows rows={2} />}>
        {(list) =>
          list.data.length === 0 ? (
            <EmptyState title="No invitation is open" />
          ) : (
            <ul className="divide-line divide-y">
              {list.data.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function InvitationRow({ invitation }: { invitation: InvitationDto }) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawInvitation(invitation.id),
    onSettled: () => client.invalidateQueries({ queryKey: ["invitations"] }),
  });
  const whom = invitation.email ?? "anybody with the link";
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <p className="min-w-0">
        <span className="font-medium break-all">{whom}</span>
        <span className="text-ink-3">
          {" "}
          as {invitation.role}, made <Ago at={invitation.createdAt} />, ends <Ago at={invitation.expiresAt} />
        </span>
      </p>
      <ConfirmButton
        label="Withdraw"
        about={whom}
        question="Withdraw this invitation?"
        confirmLabel="Withdraw"
        pending={withdraw.isPending}
        onConfirm={() => withdraw.mutate()}
      >
        <p>Its link stops working at once.</p>
      </ConfirmButton>
      <FormProblem error={withdraw.error} />
    </li>
  );
}
