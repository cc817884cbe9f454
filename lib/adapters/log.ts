import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Keys that may hold secrets, at any of the depths at which this code logs. */
const secretKeys = [
  "accessToken",
  "access_token",
  "appSecret",
  "appsecret_proof",
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "verifyToken",
];

/** JSON lines on standard output, UTC, with secrets removed by name. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
