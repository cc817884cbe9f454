import { PGlite } from "@electric-sql/pglite";
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  Transaction,
} from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";

/**
 * pglite-prisma-adapter 0.7.2 with two methods replaced, because both report success before the database has:
 *
 * - `executeScript` does not await the script, so a failing migration would be recorded as applied.
 * - `commit` swallows a failing COMMIT (a deferred constraint, a full disk): the caller would answer "stored".
 */
export function embeddedAdapterFactory(client: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const original = new PrismaPGlite(client);
  return {
    provider: original.provider,
    adapterName: original.adapterName,
    connect: async () => repair(await original.connect(), client),
    connectToShadowDb: async () => {
      const shadow = await PGlite.create();
      return repair(await new PrismaPGlite(shadow).connect(), shadow);
    },
  };
}

function repair(adapter: SqlDriverAdapter, client: PGlite): SqlDriverAdapter {
  adapter.executeScript = async (script) => {
    await client.exec(script);
  };
  const inner = adapter as SqlDriverAdapter & InnerStart;
  adapter.startTransaction = async () => {
    let outcome: Promise<unknown> = Promise.resolve();
    const recording: TransactionStarter = {
      transaction: (work) => {
        const running = client.transaction(work);
        outcome = running;
        return running;
      },
    };
    const transaction = await inner.startTransactionInner(recording, { usePhantomQuery: true });
    const commit = transaction.commit.bind(transaction);
    transaction.commit = async () => {
      await commit();
      await outcome;
    };
    return transaction;
  };
  return adapter;
}

type TransactionStarter = Pick<PGlite, "transaction">;
interface InnerStart {
  startTransactionInner(
    client: TransactionStarter,
    options: { usePhantomQuery: boolean },
  ): Promise<Transaction>;
}
