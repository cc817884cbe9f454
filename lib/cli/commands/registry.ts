import { readFile, writeFile } from "node:fs/promises";
import {
  registryDocumentShape,
  registryImportShape,
  type RegistryImportDto,
} from "../../contracts/registry-document.ts";
import type { ApiClient } from "../api-client.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

/** Writes the whole registry to a new file, or to standard output. @throws CliFailure when the file is there already. */
export async function exportRegistry(
  api: ApiClient,
  terminal: Terminal,
  file: string | undefined,
): Promise<void> {
  const text = JSON.stringify(await api.get("/api/v1/registry", registryDocumentShape), null, 2);
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    await writeFile(file, `${text}\n`, { flag: "wx" });
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new CliFailure([`file: ${file} ${isThere ? "exists already" : "cannot be written"}`], 2);
  }
  terminal.out(`The registry is in ${file}.`);
}

/** Brings a registry in, or says what would be. @throws CliFailure with every fault by row and field. */
export async function importRegistry(
  api: ApiClient,
  terminal: Terminal,
  file: string,
  options: { readonly dryRun: boolean; readonly json: boolean },
): Promise<void> {
  const done = await api.post(
    `/api/v1/registry?dryRun=${String(options.dryRun)}`,
    registryImportShape,
    await readJson(file),
  );
  if (options.json) terminal.out(JSON.stringify(done));
  else for (const line of words(done)) terminal.out(line);
  if (done.faults.length > 0) {
    throw new CliFailure(done.faults.map(({ path, message }) => `${path}: ${message}`));
  }
}

function words({ applied, made, changed, left }: RegistryImportDto): string[] {
  return [
    ...made.map(({ list, key }) => `new      ${list}  ${key}`),
    ...changed.map(({ list, key, fields }) => `changed  ${list}  ${key} (${fields.join(", ")})`),
    `${applied ? "Brought in" : "Nothing is stored. It would be"}: ${made.length} new, ${changed.length} changed, ${left} as they are.`,
  ];
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new CliFailure([`file: ${file} cannot be read`], 2);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CliFailure([`file: ${file} is not JSON; take what registry export writes`], 2);
  }
}
