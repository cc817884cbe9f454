import { randomBytes } from "node:crypto";

/** Randomness as a port. */
export interface Random {
  /** A new identifier: 48 bits of milliseconds, then 80 random bits, in hexadecimal; sorts by time of making. */
  id(now: Date): string;
  /** A secret for people or programs to carry, base64url. */
  secret(byteCount: number): string;
  /** Uniform in [0, 1); for jitter, never for secrets. */
  fraction(): number;
}

export const systemRandom: Random = {
  id: (now) => now.getTime().toString(16).padStart(12, "0") + randomBytes(10).toString("hex"),
  secret: (byteCount) => randomBytes(byteCount).toString("base64url"),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
