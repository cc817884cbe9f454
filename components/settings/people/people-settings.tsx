"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InviteForm } from "./invite-form.tsx";
import { PeopleTable } from "./people-table.tsx";
import { peopleQuery } from "./queries.ts";

export function PeopleSettings() {
  const query = useQuery(peopleQuery);
  const mayWrite = useCan("people.write");
  return (
    <>
      <PageHeader
        title="People"
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <div className="space-y-4">
        <Card title="Who may sign in" flush>
          <Loaded query={query} what="The list of people" skeleton={<SkeletonRows rows={4} />}>
            {(list) => <PeopleTable people={list.data} mayWrite={mayWrite} />}
          </Loaded>
        </Card>
        {mayWrite ? (
          <>
            <Card title="Invite somebody">
              <InviteForm />
            </Card>
            <InvitationList />
          </>
        ) : null}
      </div>
    </>
  );
}
