/** A whole file cannot be read on: nothing of it is kept. Says the line when there is one. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
  constructor(
    message: string,
    readonly line: number | null = null,
    /** Over a limit of size, which is another answer than being malformed. */
    readonly tooLarge = false,
  ) {
    super(message);
  }
}

/** True for our errors even when two bundles of the same file made them. */
export function isFileRefused(error: unknown): error is FileRefused {
  return error instanceof Error && error.name === "FileRefused" && "tooLarge" in error;
}
