import { isRole, type Role } from "../../core/access/rights.ts";

/** Rows hold roles that we wrote; anything else is a fault of ours and must not pass as some role. */
export function knownRole(role: string): Role {
  if (!isRole(role)) throw new Error(`A row holds the unknown role ${JSON.stringify(role)}.`);
  return role;
}
