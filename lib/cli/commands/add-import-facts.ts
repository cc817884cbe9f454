import { InvalidArgumentError, type Command } from "commander";
import type { CreateImportBody } from "../../contracts/imports.ts";
import { importFields, importKinds, type ImportKind } from "../../core/imports/import-fields.ts";
import { dateFormats } from "../../core/imports/parse-date.ts";
import type { ApiClient } from "../api-client.ts";
import type { Terminal } from "../terminal.ts";
import { importFacts } from "./import-facts.ts";

interface Options {
  readonly map: Readonly<Record<string, string>>;
  readonly constant: Readonly<Record<string, string>>;
  readonly timeZone?: string;
  readonly dateFormat?: CreateImportBody["dateFormat"];
  readonly country?: string;
  readonly header: boolean;
  readonly charset?: CreateImportBody["encoding"];
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly errors?: string;
}

const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"] as const;

/** `import opt-ins`, `import exposures` and `import signals`, which differ in the fields that they know. */
export function addImportFacts(
  parent: Command,
  place: { readonly api: () => ApiClient; readonly terminal: Terminal; readonly isJson: () => boolean },
): void {
  for (const kind of importKinds) {
    parent
      .command(kind)
      .description(
        `${kind} from a CSV file of any size; fields: ${importFields[kind].map(({ name }) => name).join(", ")}`,
      )
      .argument("<file>")
      .option(
        "--map <field=column>",
        "column of a field, by name or by place from 0; repeatable",
        pair(kind),
        {},
      )
      .option("--constant <field=value>", "one value for all rows; repeatable", pair(kind), {})
      .option("--time-zone <zone>", "of times that name none: Europe/Rome")
      .option("--date-format <format>", `one of ${dateFormats.join(", ")}`, oneOf(dateFormats))
      .option("--country <letters>", "of national phone numbers: DE")
      .option("--no-header", "the first line is data")
      .option("--charset <name>", `one of ${encodings.join(", ")}`, oneOf(encodings))
      .option("--dry-run", "judge and count, store nothing", false)
      .option("--resume", "go on with an import of this file that was cut off", false)
      .option("--errors <file>", "write rejected rows, by line and reason, to a CSV file")
      .action((file: string, options: Options) =>
        importFacts(place.api(), place.terminal, kind, file, {
          decided: decisionsOf(options),
          dryRun: options.dryRun,
          resume: options.resume,
          errors: options.errors,
          json: place.isJson(),
        }),
      );
  }
}

function decisionsOf(options: Options): Partial<CreateImportBody> {
  const { timeZone, dateFormat, country, charset } = options;
  return {
    mapping: Object.fromEntries(
      Object.entries(options.map).map(([field, column]) => [field, placeOf(column)]),
    ),
    constants: { ...options.constant },
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(country === undefined ? {} : { country }),
    ...(charset === undefined ? {} : { encoding: charset }),
    ...(options.header ? {} : { hasHeader: false }),
  };
}

function placeOf(column: string): string | number {
  return /^\d{1,3}$/.test(column) ? Number(column) : column;
}

function pair(kind: ImportKind) {
  return (text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const known = importFields[kind].map((field) => field.name);
    if (!known.some((field) => field === name)) {
      throw new InvalidArgumentError(`It must be field=value; fields: ${known.join(", ")}.`);
    }
    return { ...before, [name]: value };
  };
}

function oneOf<T extends string>(allowed: readonly T[]) {
  return (text: string): T => {
    const found = allowed.find((one) => one === text);
    if (found === undefined) throw new InvalidArgumentError(`It must be one of ${allowed.join(", ")}.`);
    return found;
  };
}
