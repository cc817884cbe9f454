/** `npm run generate`: makes the Prisma client if prisma/schema.prisma changed since the last time. */
import { ensureClient } from "../runtime/ensure-client.ts";

console.log((await ensureClient()) ? "database client generated" : "database client is up to date");
