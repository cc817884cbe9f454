/** An object about to be written as JSON. */
export type JsonObject = Record<string, unknown>;
