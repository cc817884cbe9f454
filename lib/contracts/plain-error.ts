import { z } from "zod";

/** What went wrong, in words a person can act on. */
export const plainErrorShape = z.object({
  /** Stable name of the kind of trouble, for example "token-invalid" or "rate-limited". */
  kind: z.string(),
  /** One sentence: what happened. */
  message: z.string(),
  /** One sentence: what to do. */
  action: z.string(),
  /** Meta's code, when there was one. */
  code: z.number().nullable(),
  /** Meta's trace id, for a support case. */
  traceId: z.string().nullable(),
});
export type PlainError = z.infer<typeof plainErrorShape>;
