import { z } from "zod";
import { wordingRules } from "../core/wording/wording-finding.ts";

/** A language tag such as de or pt-BR. */
export const languageTag = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/, "must be a language code such as de or pt-BR");

/** The answer to one rule of docs/wording-rules.md. */
export const wordingFindingShape = z.object({
  rule: z.enum(wordingRules),
  ok: z.boolean(),
  /** met, met-by-messages, missing, other-channel, elsewhere, address-only, no-name-given, pre-ticked, bundled, assumed, vague or no-way. */
  reason: z.string(),
  /** The words that decided it: after the first and up to the last sign (UTF-16 units) of the text; null where nothing was found. */
  span: z.tuple([z.int(), z.int()]).nullable(),
  /** One sentence of what was found or is missing. */
  message: z.string(),
  /** Words to add or take instead, in the language of the text; null where nothing is to mend. */
  proposal: z.string().nullable(),
});
export type WordingFindingDto = z.infer<typeof wordingFindingShape>;
