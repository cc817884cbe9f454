"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ImportDto, ImportProgress } from "@/lib/contracts/imports.ts";
import { speedOf } from "@/lib/core/imports/slice-pace.ts";
import { rowsOf } from "./import-words.ts";
import { endImport, getImport, sendSlice } from "./queries.ts";
import { sendFile } from "./send-file.ts";

export interface ImportRun {
  readonly one: ImportDto;
  readonly progress: ImportProgress;
  readonly phase: "running" | "paused" | "ended" | "failed";
  readonly speed: ReturnType<typeof speedOf>;
  /** The server is away for the moment. */
  readonly trouble: string | null;
  readonly error: unknown;
}

/** Sends a file while the page is open: start, pause, go on, cancel. */
export function useImportRun() {
  const client = useQueryClient();
  const [run, setRun] = useState<ImportRun | null>(null);
  const mayGoOn = useRef(false);
  const isSending = run?.phase === "running";

  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isSending]);
  useEffect(
    () => () => {
      mayGoOn.current = false;
    },
    [],
  );

  async function start(file: Blob, one: ImportDto): Promise<void> {
    mayGoOn.current = true;
    const startedAt = performance.now();
    const change = (more: Partial<ImportRun>) =>
      setRun((before) => (before === null ? null : { ...before, ...more }));
    setRun({ one, progress: one, phase: "running", speed: null, trouble: null, error: null });
    try {
      const end = await sendFile(file, one, {
        send: sendSlice,
        ask: getImport,
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        now: () => performance.now(),
        onProgress: (progress) => {
          const done = {
            bytes: progress.byteOffset - one.byteOffset,
            rows: rowsOf(progress) - rowsOf(one),
            ms: performance.now() - startedAt,
          };
          change({ progress, speed: speedOf(done, one.fileSize - progress.byteOffset) });
        },
        onTrouble: (trouble) => change({ trouble }),
        mayGoOn: () => mayGoOn.current,
      });
      change({ progress: end, phase: end.state === "open" ? "paused" : "ended" });
    } catch (error) {
      change({ phase: "failed", error, trouble: null });
    } finally {
      mayGoOn.current = false;
      await client.invalidateQueries({ queryKey: ["imports"] });
    }
  }

  async function cancel(): Promise<void> {
    mayGoOn.current = false;
    if (run === null) return;
    try {
      const progress = await endImport(run.one.id, "cancel");
      setRun({ ...run, progress, phase: "ended", trouble: null });
    } catch (error) {
      setRun({ ...run, phase: "failed", error });
    }
    await client.invalidateQueries({ queryKey: ["imports"] });
  }

  return {
    run,
    start,
    cancel,
    pause: () => {
      mayGoOn.current = false;
    },
    /** Goes on after a pause or a failure, from where the server is. */
    goOn: async (file: Blob) => {
      if (run !== null)
        await start(file, await getImport(run.one.id).catch(() => ({ ...run.one, ...run.progress })));
    },
    forget: () => setRun(null),
  };
}
