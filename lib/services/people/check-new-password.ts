import { newPassword } from "../../contracts/people.ts";
import type { PasswordPort } from "../context.ts";
import { invalid } from "../errors.ts";

/** @throws ServiceError VALIDATION at `path` when the password is too short, too long or on the list of common ones. */
export function checkNewPassword(passwords: PasswordPort, path: string, password: string): void {
  const parsed = newPassword.safeParse(password);
  if (!parsed.success) throw invalid(path, parsed.error.issues[0]?.message ?? "is not a valid password");
  if (passwords.isCommon(password)) {
    throw invalid(path, "is one of the passwords that are tried first; choose another");
  }
}
