/** Child of a test: locks the data directory in its first argument, says so, and stays until it is killed. */
import { lockDataDirectory } from "../../adapters/db/lock-data-directory.ts";

lockDataDirectory(process.argv[2] ?? "");
console.log("locked");
process.stdin.resume();
