import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { openApi, type ApiClient } from "./api-client.ts";
import { addImportFacts } from "./commands/add-import-facts.ts";
import { verifyLive, verifyPack } from "./commands/evidence-verify.ts";
import { importHistory } from "./commands/import-history.ts";
import { numbers } from "./commands/numbers.ts";
import { poll } from "./commands/poll.ts";
import { exportRegistry, importRegistry } from "./commands/registry.ts";
import { replay } from "./commands/replay.ts";
import { status } from "./commands/status.ts";
import { CliFailure, type Terminal } from "./terminal.ts";

interface GlobalOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly json: boolean;
}

/** Carries out one command line. Exit code: 0 done, 1 failed, 2 wrong use. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await buildProgram(terminal).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CliFailure) {
      for (const line of error.lines) terminal.err(`${line}\n`);
      return error.exitCode;
    }
    // Help that was asked for ends the program, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function buildProgram(terminal: Terminal): Command {
  const program = new Command("staygreen")
    .description("Staygreen from the command line, over its HTTP API.")
    .addOption(
      new Option("--url <address>", "where Staygreen runs").env("APP_URL").default("http://localhost:3000"),
    )
    .addOption(new Option("--api-key <key>", "made under Settings, API keys").env("STAYGREEN_API_KEY"))
    .option("--json", "answer as JSON, for programs", false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.err(text),
    })
    .showHelpAfterError("(staygreen --help lists the commands)");
  const globals = () => program.opts<GlobalOptions>();
  const api = (): ApiClient => openApi(globals().url, globals().apiKey);

  program
    .command("status")
    .description("readiness, freshness of each connection, open incidents")
    .action(() => status(api(), terminal, globals()));
  program
    .command("numbers")
    .description("phone numbers with rating, limit and status")
    .action(() => numbers(api(), terminal, globals()));
  program
    .command("poll")
    .description("read from Meta now")
    .argument("[connection]", "id or name; all active ones when left out")
    .option("--wait", "until the rounds are finished", false)
    .option("--timeout <seconds>", "how long to wait", readSeconds, 600)
    .action((connection: string | undefined, options: { wait: boolean; timeout: number }) =>
      poll(api(), terminal, connection, {
        wait: options.wait,
        timeoutSeconds: options.timeout,
        json: globals().json,
      }),
    );
  const imports = program.command("import").description("bring in data from a file");
  addImportFacts(imports, { api, terminal, isJson: () => globals().json });
  imports
    .command("history")
    .description(
      "past changes of ratings, limits and statuses: CSV, NDJSON or JSON, up to 100,000 rows and 10 MB",
    )
    .argument("<file>")
    .option("--dry-run", "say what would happen, store nothing", false)
    .option("--errors <file>", "write rejected rows to a CSV file")
    .option("--charset <name>", "encoding of the file, when it is not Unicode: windows-1252")
    .action((file: string, options: { dryRun: boolean; errors?: string; charset?: string }) =>
      importHistory(api(), terminal, file, {
        dryRun: options.dryRun,
        errors: options.errors,
        charset: options.charset,
        json: globals().json,
      }),
    );
  program
    .command("evidence")
    .description("sealed evidence of how people were asked")
    .command("verify")
    .description("check that nothing was altered: a pack by itself, or the whole chain of an installation")
    .argument("[pack]", "a pack as ZIP or JSON; the installation at --url when left out")
    .action((pack: string | undefined) => {
      const { json } = globals();
      return pack === undefined
        ? verifyLive(api(), terminal, { json })
        : verifyPack(terminal, pack, { json });
    });
  const registry = program.command("registry").description("the whole registry as one document");
  registry
    .command("export")
    .description("write it to a file, or to standard output")
    .argument("[file]", "a file that does not exist yet")
    .action((file: string | undefined) => exportRegistry(api(), terminal, file));
  registry
    .command("import")
    .description(
      "bring one in: what is missing is made, what differs is changed, nothing is removed; all or nothing",
    )
    .argument("<file>", "a document as `registry export` writes it")
    .option("--dry-run", "say what would be made and changed, and store nothing", false)
    .action((file: string, { dryRun }: { dryRun: boolean }) =>
      importRegistry(api(), terminal, file, { dryRun, json: globals().json }),
    );
  program
    .command("replay")
    .description("derive the facts of all kept webhooks anew")
    .option("--wait", "until it is done", false)
    .action((options: { wait: boolean }) =>
      replay(api(), terminal, { wait: options.wait, json: globals().json }),
    );
  return program;
}

function readSeconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of seconds.");
  return Number(text);
}
