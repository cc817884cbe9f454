import type { ImportedChange } from "./judge-import-row.ts";

/** What a file said so far of each instant of each field: a file may repeat itself, but not contradict itself. */
export class WithinFile {
  readonly #values = new Map<string, string>();

  /** `new` notes the change; otherwise the file has spoken of this instant before. */
  note(
    change: ImportedChange,
  ): { kind: "new" } | { kind: "repeated" } | { kind: "contradicted"; by: string } {
    const key = [change.subject, change.id, change.field, String(change.at.getTime())].join("\n");
    const earlier = this.#values.get(key);
    if (earlier === undefined) {
      this.#values.set(key, change.value);
      return { kind: "new" };
    }
    return earlier === change.value ? { kind: "repeated" } : { kind: "contradicted", by: earlier };
  }
}
