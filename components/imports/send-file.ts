import { asProblem } from "@/components/data/problem-error.ts";
import type { ImportDto, ImportProgress } from "@/lib/contracts/imports.ts";
import { firstSliceBytes, nextSliceBytes } from "@/lib/core/imports/slice-pace.ts";

export interface SendFileSteps {
  readonly send: (id: string, offset: number, content: Blob) => Promise<ImportProgress>;
  readonly ask: (id: string) => Promise<ImportProgress>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly onProgress: (progress: ImportProgress) => void;
  /** The server or the network is away; it is tried again by itself. */
  readonly onTrouble: (message: string | null) => void;
  /** Asked before each slice. */
  readonly mayGoOn: () => boolean;
}

const mostTries = 8;

/**
 * Sends a file from where the import is until its end, a stop, or a refusal. Whatever happens on the way, the server
 * knows how far it is: asking it is always safe.
 *
 * @throws ProblemError for a refusal, and when the server stays away for several minutes.
 */
export async function sendFile(file: Blob, one: ImportDto, steps: SendFileSteps): Promise<ImportProgress> {
  let present: ImportProgress = one;
  let bytes = firstSliceBytes;
  while (present.state === "open" && steps.mayGoOn()) {
    const offset = present.byteOffset;
    const content = file.slice(offset, offset + bytes);
    const askedAt = steps.now();
    present = await withPatience(steps, async (isAgain) =>
      // The answer may have been lost after the work was done.
      isAgain ? steps.ask(one.id) : steps.send(one.id, offset, content),
    );
    steps.onProgress(present);
    const moved = present.byteOffset > offset;
    bytes = nextSliceBytes({ bytes: content.size, tookMs: steps.now() - askedAt, moved });
  }
  return present;
}

async function withPatience(
  steps: SendFileSteps,
  attempt: (isAgain: boolean) => Promise<ImportProgress>,
): Promise<ImportProgress> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await attempt(tries > 1);
      steps.onTrouble(null);
      return answer;
    } catch (error) {
      const problem = asProblem(error);
      const isPassing = problem.status === 0 || problem.status === 409 || problem.status >= 500;
      if (!isPassing || tries >= mostTries) throw error;
      if (problem.status !== 409) steps.onTrouble(`${problem.title} It is tried again by itself.`);
      await steps.wait(Math.min(30_000, 500 * 2 ** tries));
    }
  }
}
