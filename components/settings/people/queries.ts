import { queryOptions } from "@tanstack/react-query";
import type {
  CreateInvitationBody,
  InvitationDto,
  PersonDto,
  UpdatePersonBody,
} from "@/lib/contracts/people.ts";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

/** Nobody pages through colleagues: one list holds them all. */
export const peopleLimit = 200;

const contract = () => import("@/lib/contracts/people.ts");

export const peopleQuery = queryOptions<{ data: PersonDto[]; nextCursor: string | null }>({
  queryKey: ["people"],
  queryFn: ({ signal }) =>
    fetchJson(`/api/v1/people?limit=${peopleLimit}`, async () => (await contract()).personListShape, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

export const invitationsQuery = queryOptions<{ data: InvitationDto[]; nextCursor: string | null }>({
  queryKey: ["invitations"],
  queryFn: ({ signal }) =>
    fetchJson(
      `/api/v1/invitations?limit=${peopleLimit}`,
      async () => (await contract()).invitationListShape,
      { signal },
    ),
  refetchInterval: refresh.settings,
});

export type CreatedInvitation = InvitationDto & { link: string; mailed: boolean };

export function createInvitation(body: CreateInvitationBody): Promise<CreatedInvitation> {
  return fetchJson("/api/v1/invitations", async () => (await contract()).createdInvitationShape, {
    method: "POST",
    body,
  });
}

export function withdrawInvitation(id: string): Promise<void> {
  return sendOnly(`/api/v1/invitations/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export function updatePerson(id: string, body: UpdatePersonBody): Promise<PersonDto> {
  return fetchJson(`/api/v1/people/${encodeURIComponent(id)}`, async () => (await contract()).personShape, {
    method: "PATCH",
    body,
  });
}
