import { clearRateWindow, returnRateTry, takeRateTry } from "../../adapters/db/rate-windows.ts";
import { insertSession } from "../../adapters/db/sessions.ts";
import { findUsersOfEveryOrganizationByEmail, updateUser, type StoredUser } from "../../adapters/db/users.ts";
import type { Role } from "../../core/access/rights.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { knownRole } from "../people/known-role.ts";
import { normaliseEmail } from "../people/normalise-email.ts";
import { addressBlock } from "./address-block.ts";
import { recordRefusals } from "./record-refusals.ts";
import { accountRule, addressRule } from "./sign-in-limits.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the connection, not of a header that the client may write. */
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface SignedIn {
  readonly organizationId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
}

export type SignInResult =
  | { kind: "ok"; session: SignedIn }
  /** Unknown, disabled or wrong: the answer and its time are the same. */
  | { kind: "refused" }
  | { kind: "slow-down"; retryAfterSeconds: number };

const sessionMs = 12 * 60 * 60_000;
const maxEmailLength = 254;
const maxPasswordLength = 128;

/** Starts a session of at most 12 hours for the person whom e-mail and password name. */
export async function signIn(ports: ServicePorts, input: SignInInput): Promise<SignInResult> {
  const now = ports.clock.now();
  const email = normaliseEmail(input.email).slice(0, maxEmailLength);
  const account = `sign-in:account:${ports.hashToken(email)}`;
  const address = `sign-in:address:${addressBlock(input.address)}`;
  // Booked before the password is looked at, so that guesses at once cannot exceed the limit together.
  for (const [subject, rule] of [
    [address, addressRule],
    [account, accountRule],
  ] as const) {
    const rate = await takeRateTry(ports.db, subject, rule, now);
    if (!rate.allowed) {
      ports.log.warn({ subject, ...rate }, "Sign-in was slowed down.");
      return { kind: "slow-down", retryAfterSeconds: rate.retryAfterSeconds };
    }
  }
  const users = await findUsersOfEveryOrganizationByEmail(ports.db, email);
  const user = await findFitting(ports, users, input.password);
  if (user === null) {
    await recordRefusals(ports, users, input.address);
    return { kind: "refused" };
  }
  const session = await startSession(ports, user, input);
  await clearRateWindow(ports.db, account);
  await returnRateTry(ports.db, address, addressRule, now);
  return { kind: "ok", session };
}

/** The first active account whose password fits. Disabled ones are verified too: they take as long and fail. */
async function findFitting(
  ports: ServicePorts,
  users: readonly StoredUser[],
  password: string,
): Promise<StoredUser | null> {
  // Longer passwords cannot have been set, and hashing megabytes for strangers is work they should not get.
  const tried = password.length > maxPasswordLength ? "" : password;
  if (users.length === 0) await ports.passwords.verify(null, tried);
  for (const user of users) {
    const fits = await ports.passwords.verify(user.passwordHash, tried);
    if (fits && user.disabledAt === null) return user;
  }
  return null;
}

async function startSession(ports: ServicePorts, user: StoredUser, input: SignInInput): Promise<SignedIn> {
  const now = ports.clock.now();
  const { organizationId, name, email } = user;
  const role = knownRole(user.role);
  const sessionId = ports.random.id(now);
  await inTransaction(ports, async (tx) => {
    await insertSession(tx, {
      organizationId,
      id: sessionId,
      userId: user.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionMs),
      address: input.address,
      userAgent: input.userAgent?.slice(0, 400) ?? null,
    });
    await updateUser(tx, user, { lastSignInAt: now });
    const actor = { kind: "person", id: user.id, name, email, role } as const;
    await recordAudit(
      tx,
      { ...ports, organizationId, actor, requestId: null },
      { action: "session.start", subject: sessionId, detail: { address: input.address } },
    );
  });
  return { organizationId, sessionId, userId: user.id, role, name, email };
}
