import { z } from "zod";
import { text } from "./registry.ts";
import { languageTag, wordingFindingShape } from "./wording-findings.ts";

export const lintWordingBody = z.strictObject({
  language: languageTag,
  /** Plain text, HTML or the transcript of a call; at most 20,000 signs. */
  text: text(20_000),
  /** The name that people should read; left out: the verified names of the organization's numbers, or its own name. */
  business: text(200).optional(),
});
export type LintWordingBody = z.infer<typeof lintWordingBody>;
export const wordingLintShape = z.object({
  /** The name that was looked for, in whose place a known short form counts too. */
  business: z.string(),
  findings: z.array(wordingFindingShape),
});
export type WordingLintDto = z.infer<typeof wordingLintShape>;

/** One line of a file of `npm run lint:wording`. Other fields are left alone. */
export const wordingLine = z.object({
  id: z.union([z.string(), z.number()]),
  language: languageTag,
  text: z.string().max(1_000_000),
  business: z.string().max(1_000),
});

/** The part of the endpoint table (endpoints.ts) about what people read where they opt in. */
export const wordingEndpoints = {
  lintWording: {
    method: "POST",
    path: "/api/v1/wordings/lint",
    summary: "Hold an opt-in wording against the opt-in policy; nothing is stored",
    right: "registry.read",
    body: lintWordingBody,
    response: wordingLintShape,
    status: 200,
  },
} as const;
