import {
  connectionListShape,
  pollRunShape,
  type ConnectionDto,
  type PollRunDto,
} from "../../contracts/connections.ts";
import type { ApiClient } from "../api-client.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

export interface PollOptions {
  readonly wait: boolean;
  readonly timeoutSeconds: number;
  readonly json: boolean;
}

interface Round {
  readonly connection: ConnectionDto;
  readonly run: PollRunDto;
}

/** Starts a round of one connection (by id or name) or of all active ones; with `wait`, until they are finished. */
export async function poll(
  api: ApiClient,
  terminal: Terminal,
  wanted: string | undefined,
  options: PollOptions,
): Promise<void> {
  const { data } = await api.get("/api/v1/connections", connectionListShape);
  const connections = choose(data, wanted);
  let rounds: Round[] = [];
  for (const connection of connections) {
    const run = await api.post(
      `/api/v1/connections/${encodeURIComponent(connection.id)}/poll`,
      pollRunShape,
      {},
    );
    terminal.err(`${connection.name}: round started\n`);
    rounds.push({ connection, run });
  }
  if (options.wait) rounds = await waitFor(api, terminal, rounds, options.timeoutSeconds);
  if (options.json) {
    terminal.out(
      JSON.stringify(rounds.map(({ connection, run }) => ({ connectionId: connection.id, ...run }))),
    );
  } else if (options.wait) {
    for (const { connection, run } of rounds) terminal.out(`${connection.name}: ${words(run)}`);
  }
  const failed = rounds.filter(({ run }) => run.outcome === "failed");
  if (failed.length > 0) {
    throw new CliFailure(
      failed.map(({ connection, run }) => `${connection.name}: ${run.error?.message ?? "the round failed"}`),
    );
  }
}

function choose(all: readonly ConnectionDto[], wanted: string | undefined): readonly ConnectionDto[] {
  if (wanted === undefined) {
    const active = all.filter((connection) => connection.state === "active");
    if (active.length === 0) throw new CliFailure(["No connection is active. Connect WhatsApp first."]);
    return active;
  }
  const found = all.find((one) => one.id === wanted || one.name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return [found];
  const names = all.map((one) => one.name).join(", ");
  throw new CliFailure([
    `connection: there is none with the id or name ${wanted}. Known: ${names || "none"}`,
  ]);
}

async function waitFor(
  api: ApiClient,
  terminal: Terminal,
  rounds: readonly Round[],
  timeoutSeconds: number,
): Promise<Round[]> {
  const startedAt = terminal.now();
  let current = [...rounds];
  for (;;) {
    const open = current.filter(({ run }) => run.finishedAt === null);
    if (open.length === 0) break;
    const seconds = Math.round((terminal.now() - startedAt) / 1000);
    if (seconds > timeoutSeconds) {
      throw new CliFailure([
        `${open.length} of ${current.length} rounds still run after ${seconds} s. They go on.`,
      ]);
    }
    if (terminal.interactive) {
      terminal.err(`\r${current.length - open.length} of ${current.length} rounds finished, ${seconds} s `);
    }
    await terminal.sleep(1_000);
    const { data } = await api.get("/api/v1/connections", connectionListShape);
    current = current.map((round) => {
      const runs = data.find(({ id }) => id === round.connection.id)?.lastPolls ?? [];
      const run = runs.find(({ id }) => id === round.run.id) ?? round.run;
      if (run.finishedAt !== null && round.run.finishedAt === null && !terminal.interactive) {
        terminal.err(`${round.connection.name}: round finished\n`);
      }
      return { ...round, run };
    });
  }
  if (terminal.interactive) terminal.err("\n");
  return current;
}

function words(run: PollRunDto): string {
  return `${run.outcome ?? "running"}, ${run.wabaCount} accounts, ${run.numberCount} numbers, ${run.changeCount} changes, ${run.callCount} calls`;
}
