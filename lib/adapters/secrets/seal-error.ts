export type SealFault = "wrong-master-key" | "unknown-key" | "changed-or-misplaced" | "not-a-sealed-value";

/** Why a value could not be opened. Never carries key material, plaintext or ciphertext. */
export class SealError extends Error {
  override readonly name = "SealError";
  constructor(
    readonly fault: SealFault,
    message: string,
  ) {
    super(message);
  }
}
