import type { RateRule } from "../../adapters/db/rate-windows.ts";

const shared = { windowSeconds: 15 * 60, maxDoublings: 3, memorySeconds: 24 * 3600 };

/** Wrong passwords for one account: slows down guessing from many addresses. At worst two hours of waiting. */
export const accountRule: RateRule = { ...shared, limit: 10 };

/** Wrong passwords from one address: slows down one password tried on many accounts. An office shares an address. */
export const addressRule: RateRule = { ...shared, limit: 50 };
