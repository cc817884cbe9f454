import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const comparisonKey = randomBytes(32);

/**
 * Whether two strings are the same, in a time that does not tell where they differ. Both are hashed first under a key
 * of this process, so that lengths are equal by construction and an attacker cannot steer the compared bytes.
 */
export function constantTimeEqual(left: string, right: string): boolean {
  const [a, b] = [digest(left), digest(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function digest(text: string): Buffer {
  return createHmac("sha256", comparisonKey).update(text, "utf8").digest();
}
