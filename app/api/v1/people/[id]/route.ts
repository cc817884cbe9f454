import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { updatePerson } from "@/lib/services/people/update-person.ts";

export const PATCH = apiRoute(endpoints.updatePerson, (ctx, { params: { id = "" }, body }) =>
  updatePerson(ctx, id, body),
);
