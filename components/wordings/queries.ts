import { fetchJson } from "@/components/data/fetch-json.ts";
import type { LintWordingBody, WordingLintDto } from "@/lib/contracts/wordings.ts";

const contract = () => import("@/lib/contracts/wordings.ts");

/** Holds a wording against the opt-in policy; nothing is stored. */
export const lintWording = (body: Partial<LintWordingBody>): Promise<WordingLintDto> =>
  fetchJson("/api/v1/wordings/lint", async () => (await contract()).wordingLintShape, {
    method: "POST",
    body,
  });
