import type { ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";

/** Whether a sentence is a question. */
export const asks = ({ text }: ReadWording, { end }: Span): boolean =>
  text
    .slice(Math.max(0, end - 10), end)
    .trimEnd()
    .endsWith("?");
