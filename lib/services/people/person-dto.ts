import type { StoredUser } from "../../adapters/db/users.ts";
import type { PersonDto } from "../../contracts/people.ts";
import { knownRole } from "./known-role.ts";

export function toPersonDto(user: StoredUser): PersonDto {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: knownRole(user.role),
    disabledAt: user.disabledAt?.toISOString() ?? null,
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}
