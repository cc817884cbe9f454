import type { CreateOptInSourceBody, OptInSourceDto } from "../../contracts/registry.ts";
import type { ServiceContext } from "../context.ts";
import { createEntry } from "./create-entry.ts";

/**
 * Registers a place where a method runs. If data has named its key before, that entry is claimed and keeps its id.
 *
 * @throws ServiceError VALIDATION (activationMethodId) for a method that is not registered here, CONFLICT for a key
 * that is taken.
 */
export function createOptInSource(ctx: ServiceContext, body: CreateOptInSourceBody): Promise<OptInSourceDto> {
  return createEntry(ctx, "opt-in-source", body);
}
