import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { GraphAnswer } from "./answer-call.ts";
import type { CallFaults } from "./faults.ts";

/** Waits out a latency fault. Rejects when the double closes first. */
export async function delayAnswer(
  faults: CallFaults,
  latencyMs: number,
  closing: AbortSignal,
): Promise<void> {
  const delay = latencyMs + (faults.use("latency")?.milliseconds ?? 0);
  if (delay > 0) await wait(delay, undefined, { signal: closing });
}

/**
 * Faults that come instead of an answer: silence, a cut connection, somebody else's error page.
 *
 * @returns true when the call is over
 */
export function replaceAnswer(response: ServerResponse, faults: CallFaults): boolean {
  if (faults.use("hang", (fault) => fault.stage === "before-headers") !== undefined) return true;
  if (faults.use("reset", (fault) => fault.stage !== "mid-body") !== undefined) {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (faults.use("html-502") !== undefined) {
    const page =
      "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Bad Gateway</h1></body></html>";
    write(response, { status: 502, headers: { "content-type": "text/html" }, text: page });
    return true;
  }
  const status = faults.use("http-status");
  if (status === undefined) return false;
  write(response, {
    status: status.status,
    headers: { "content-type": "text/plain" },
    text: status.body ?? "",
  });
  return true;
}

/** Sends an answer, spoiled on the way when a fault says so. */
export function sendAnswer(response: ServerResponse, answer: GraphAnswer, faults: CallFaults): void {
  if (faults.use("empty-body") !== undefined) {
    write(response, { ...answer, text: "" });
    return;
  }
  if (faults.use("cut-json") !== undefined) {
    write(response, { ...answer, text: answer.text.slice(0, Math.floor(answer.text.length / 2)) });
    return;
  }
  const wrong = faults.use("wrong-type-json");
  if (wrong !== undefined) {
    write(response, { ...answer, text: JSON.stringify(wrong.value ?? "surprise") });
    return;
  }
  if (faults.use("hang", (fault) => fault.stage === "mid-body") !== undefined) {
    writeHalf(response, answer);
    return;
  }
  if (faults.use("reset", (fault) => fault.stage === "mid-body") !== undefined) {
    writeHalf(response, answer, () => response.socket?.resetAndDestroy());
    return;
  }
  write(response, answer);
}

function write(response: ServerResponse, answer: GraphAnswer): void {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.text) });
  response.end(answer.text);
}

/** Promises the whole body and sends half of it. */
function writeHalf(response: ServerResponse, answer: GraphAnswer, onSent?: () => void): void {
  const bytes = Buffer.from(answer.text);
  response.writeHead(answer.status, { ...answer.headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), onSent);
}
