import { contactIdentity } from "./contact-identity.ts";

export interface Person {
  /** The phone number's identity, else the user id's, else the id shared by several portfolios. */
  readonly identity: string | null;
  /** Pairs of identities that one place of Meta's gives to this person. */
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

/** One person from the up to three names that stand side by side. Any of them may be absent or unreadable. */
export function readPerson(names: { phone: unknown; userId: unknown; parentId?: unknown }): Person {
  const phone = contactIdentity(names.phone, "phone");
  const user = contactIdentity(names.userId, "user-id");
  const parent = contactIdentity(names.parentId, "user-id");
  const pairs: [string, string][] = [];
  if (phone !== null && user !== null) pairs.push([phone, user]);
  const nearer = user ?? phone;
  if (nearer !== null && parent !== null && parent !== nearer) pairs.push([nearer, parent]);
  return { identity: phone ?? user ?? parent, pairs };
}
