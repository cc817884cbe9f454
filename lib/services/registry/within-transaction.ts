import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { inTransaction, type ServiceContext } from "../context.ts";

/** Several verbs in one transaction: those that open one of their own join it, and all of them hold or none. */
export function withinTransaction<T>(
  ctx: ServiceContext,
  work: (inner: ServiceContext) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, (tx) => work({ ...ctx, db: joining(tx) }));
}

function joining(tx: Db): PrismaClient {
  return new Proxy(tx, {
    get: (target, name) =>
      name === "$transaction"
        ? (work: (inner: Db) => Promise<unknown>) => work(tx)
        : (Reflect.get(target, name) as unknown),
  }) as PrismaClient;
}
