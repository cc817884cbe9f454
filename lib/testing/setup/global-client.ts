import { ensureClient } from "../../runtime/ensure-client.ts";

/** Vitest global set-up: without the generated client hardly a file can be imported. */
export default async function setup(): Promise<void> {
  await ensureClient();
}
