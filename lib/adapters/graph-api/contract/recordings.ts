import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { GraphApiPort, GraphCredentials } from "../../../core/collection/graph-api-port.ts";

/** A request as it has to be on the wire. The proof is left out: it follows from token and secret. */
export interface RecordedRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whose token: the connection's, or the app's own. Default: the connection's. */
  readonly token?: "app";
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What the double needs in order to meet the same case. */
export interface DoubleSetting {
  /** Faults of lib/sandbox/faults.ts, which an adapter must not know. */
  readonly faults?: readonly unknown[];
  readonly pageSize?: number;
  /** WABAs that our app is subscribed to before. */
  readonly subscribed?: readonly string[];
  /** Why the double does not take part. */
  readonly leftOut?: string;
}

export interface Recording {
  readonly name: string;
  readonly about: string;
  readonly source: string;
  readonly call: { readonly verb: keyof GraphApiPort; readonly arguments: readonly unknown[] };
  readonly credentials?: Partial<GraphCredentials>;
  readonly double?: DoubleSetting;
  readonly exchanges: readonly { readonly request: RecordedRequest; readonly response: RecordedResponse }[];
  /** As JSON: instants are ISO text. */
  readonly answer: unknown;
  readonly usage?: unknown;
}

interface ErrorRecordings {
  readonly source: string;
  readonly request: RecordedRequest;
  readonly errors: readonly {
    readonly about: string;
    readonly response: RecordedResponse;
    readonly answer: { readonly calls: number; readonly trouble: { readonly code: number } };
    readonly double: DoubleSetting;
  }[];
}

const folder = import.meta.dirname;
const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** The recordings of this folder, one a file. Instants among the arguments of a call become dates. */
export function loadRecordings(): Recording[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json") && file !== "errors.json")
    .map((file) => {
      const recording = read(file) as Omit<Recording, "name">;
      const given = JSON.stringify(recording.call.arguments);
      const revived = JSON.parse(given, (_key, value: unknown) =>
        typeof value === "string" && isInstant.test(value) ? new Date(value) : value,
      ) as unknown[];
      const call = { ...recording.call, arguments: revived };
      return { ...recording, name: path.basename(file, ".json"), call };
    });
}

/** Each error as a recording of its own: the answer to every try of one call for a WABA. */
export function loadErrorRecordings(): Recording[] {
  const { source, request, errors } = read("errors.json") as ErrorRecordings;
  const wabaId = request.path.split("/").at(-1) ?? "";
  return errors.map(({ about, response, answer, double }) => ({
    name: `error ${answer.trouble.code}: ${about}`,
    about,
    source,
    call: { verb: "readWaba", arguments: [wabaId] },
    double,
    exchanges: Array.from({ length: answer.calls }, () => ({ request, response })),
    answer,
  }));
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
}
