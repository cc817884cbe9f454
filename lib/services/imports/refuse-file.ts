import { isFileRefused } from "../../core/history/file-refused.ts";
import { ServiceError } from "../errors.ts";

/**
 * What `read` gives; a file that it refuses becomes a fault with its line.
 *
 * @param linesBefore lines of the file before what is read.
 * @throws ServiceError VALIDATION at "line 12" or "file".
 */
export function orRefuse<T>(linesBefore: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isFileRefused(error)) throw error;
    const line = error.line === null ? null : linesBefore + error.line;
    const place = line === null ? "" : ` (line ${line})`;
    throw new ServiceError("VALIDATION", `The file ${error.message}${place}.`, {
      faults: [{ path: line === null ? "file" : `line ${line}`, message: error.message }],
    });
  }
}
