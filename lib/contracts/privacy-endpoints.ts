import { z } from "zod";
import * as contacts from "./contacts.ts";
import * as organization from "./organization.ts";

/** The part of the endpoint table (endpoints.ts) about contact keys, erasure and what is not shown. */
export const privacyEndpoints = {
  listContactKeys: {
    method: "GET",
    path: "/api/v1/contact-keys",
    summary: "Versions of the key under which contacts are hashed, newest first",
    right: "contact-keys.write",
    response: contacts.contactKeyListShape,
    status: 200,
  },
  rotateContactKey: {
    method: "POST",
    path: "/api/v1/contact-keys",
    summary: "Make a new version; older ones stay in use until they are retired",
    right: "contact-keys.write",
    body: z.strictObject({}),
    response: contacts.contactKeyShape,
    status: 201,
  },
  retireContactKey: {
    method: "POST",
    path: "/api/v1/contact-keys/{version}/retire",
    summary: "Stop using a version for good: facts still under it become anonymous, counts stay",
    right: "contact-keys.write",
    body: z.strictObject({}),
    response: contacts.contactKeyShape,
    status: 202,
  },
  revealContactKey: {
    method: "GET",
    path: "/api/v1/contact-keys/{version}/secret",
    summary: "The key itself, for senders that must not share numbers; each reading is in the audit log",
    right: "contact-keys.write",
    response: contacts.contactKeySecretShape,
    status: 200,
  },
  eraseContact: {
    method: "DELETE",
    path: "/api/v1/contacts/{contact}",
    summary: "Erase a person, known or not; what was counted stays counted",
    right: "contacts.erase",
    status: 204,
  },
  getOrganization: {
    method: "GET",
    path: "/api/v1/organization",
    summary: "The organization and its settings",
    right: "quality.read",
    response: organization.organizationShape,
    status: 200,
  },
  updateOrganization: {
    method: "PATCH",
    path: "/api/v1/organization",
    summary: "Change the organization's settings",
    right: "organization.write",
    body: organization.updateOrganizationBody,
    response: organization.organizationShape,
    status: 200,
  },
} as const;
