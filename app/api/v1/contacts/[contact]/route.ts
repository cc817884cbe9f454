import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { eraseContact } from "@/lib/services/contacts/erase-contact.ts";

export const DELETE = apiRoute(endpoints.eraseContact, (ctx, { params: { contact = "" } }) =>
  eraseContact(ctx, contact),
);
