import type { LintWordingBody, WordingLintDto } from "../../contracts/wordings.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { readBusinessNames } from "./business-names.ts";
import { judgeWording, toFindingDtos } from "./judge-wording.ts";

/** Holds a wording against the opt-in policy; nothing is stored. */
export async function lintOptInWording(ctx: ServiceContext, body: LintWordingBody): Promise<WordingLintDto> {
  requireRight(ctx, "registry.read");
  const names = body.business === undefined ? await readBusinessNames(ctx) : [body.business];
  const judged = judgeWording(body, names);
  return { business: judged.business, findings: toFindingDtos(judged, body.language) };
}
