import { hash, verify } from "@node-rs/argon2";
import { isCommonPassword } from "./is-common-password.ts";

export interface Passwords {
  /** An argon2id hash in PHC form, with its own salt. About 30 to 100 ms of one core. */
  hash(password: string): Promise<string>;
  /** False for a null hash too, after the same work, so that unknown accounts take as long. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether the password is among the first that an attacker tries; see `isCommonPassword` for what is covered. */
  isCommon(password: string): boolean;
}

/** OWASP's lowest recommended setting for argon2id: 19 MiB, 2 passes, 1 lane. The library's default kind is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Stands in for an account that does not exist: same cost, and random bytes that no password is known to give. */
const dummyHash =
  "$argon2id$v=19$m=19456,t=2,p=1$c3RheWdyZWVuLWR1bW15IQ$qMyXRhuTKhpf84w/mgA7CELLfDxBIJKjOlS5TD5OGRc";

/** Password hashing. Text is brought to Unicode form NFC first, so that all keyboards type the same password. */
export function createPasswords(): Passwords {
  return {
    hash: (password) => hash(password.normalize("NFC"), cost),
    async verify(stored, password) {
      const fits = await matches(stored ?? dummyHash, password.normalize("NFC"));
      return stored !== null && fits;
    },
    isCommon: isCommonPassword,
  };
}

/** A hash that is not one (a damaged row) fits no password: the person must not get in, and must not see an error. */
async function matches(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password);
  } catch {
    return false;
  }
}
