import { queryOptions } from "@tanstack/react-query";
import type { ContactKeyDto, ContactKeySecretDto } from "@/lib/contracts/contacts.ts";
import type { OrganizationDto, UpdateOrganizationBody } from "@/lib/contracts/organization.ts";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

const contacts = () => import("@/lib/contracts/contacts.ts");
const organization = () => import("@/lib/contracts/organization.ts");

export const contactKeysQuery = queryOptions<{ data: ContactKeyDto[]; nextCursor: null }>({
  queryKey: ["contact-keys"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/contact-keys", async () => (await contacts()).contactKeyListShape, { signal }),
  refetchInterval: refresh.settings,
});

export const organizationQuery = queryOptions<OrganizationDto>({
  queryKey: ["organization"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/organization", async () => (await organization()).organizationShape, { signal }),
});

export function updateOrganization(body: UpdateOrganizationBody): Promise<OrganizationDto> {
  return fetchJson("/api/v1/organization", async () => (await organization()).organizationShape, {
    method: "PATCH",
    body,
  });
}

export function rotateContactKey(): Promise<ContactKeyDto> {
  return fetchJson("/api/v1/contact-keys", async () => (await contacts()).contactKeyShape, {
    method: "POST",
    body: {},
  });
}

export function retireContactKey(version: number): Promise<ContactKeyDto> {
  return fetchJson(`/api/v1/contact-keys/${version}/retire`, async () => (await contacts()).contactKeyShape, {
    method: "POST",
    body: {},
  });
}

export function revealContactKey(version: number): Promise<ContactKeySecretDto> {
  return fetchJson(
    `/api/v1/contact-keys/${version}/secret`,
    async () => (await contacts()).contactKeySecretShape,
  );
}

export function eraseContact(contact: string): Promise<void> {
  return sendOnly(`/api/v1/contacts/${encodeURIComponent(contact)}`, { method: "DELETE" });
}
