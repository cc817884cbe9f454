import type { Metadata } from "next";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { PeopleSettings } from "@/components/settings/people/people-settings.tsx";
import { invitationsQuery, peopleLimit, peopleQuery } from "@/components/settings/people/queries.ts";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listInvitations } from "@/lib/services/people/list-invitations.ts";
import { listPeople } from "@/lib/services/people/list-people.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const ctx = await requirePageContext();
  const { role } = ctx.actor;
  if (!hasRight(role, "people.read")) return <NotAllowed title="People" role={role} />;
  const query = { limit: peopleLimit };
  const people = { queryKey: peopleQuery.queryKey, load: () => listPeople(ctx, query) };
  const invitations = { queryKey: invitationsQuery.queryKey, load: () => listInvitations(ctx, query) };
  const queries = hasRight(role, "people.write") ? [people, invitations] : [people];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <PeopleSettings />
    </Prefetched>
  );
}
