import { Ago } from "@/components/clock/ago.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import type { ImportDto } from "@/lib/contracts/imports.ts";

/** The same file was here before: an import that was cut off can go on, one that is done is pointed out. */
export function SameFile({
  imports,
  onGoOn,
}: {
  imports: readonly ImportDto[];
  onGoOn: (one: ImportDto) => void;
}) {
  const open = imports.find(({ state }) => state === "open");
  if (open !== undefined) {
    const percent = Math.floor((100 * open.byteOffset) / open.fileSize);
    return (
      <Notice
        tone="info"
        live
        title={`${open.dryRun ? "A dry run" : "An import"} of this file stopped at ${percent} %`}
        action={
          <Button variant="primary" onClick={() => onGoOn(open)}>
            Go on
          </Button>
        }
      >
        It goes on with the columns as they were chosen then.
      </Notice>
    );
  }
  const done = imports.find(({ state, dryRun }) => state === "done" && !dryRun);
  if (done === undefined) return null;
  return (
    <Notice tone="amber" live title="This file was imported before">
      <Ago at={done.createdAt} />, by {done.createdBy}. Rows that are in already are counted as known.
    </Notice>
  );
}
