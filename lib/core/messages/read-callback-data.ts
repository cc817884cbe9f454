import { isObject } from "./meta-values.ts";

/** What a sender wrote beside a message, and what it says of campaign and source. */
export interface CallbackData {
  /** As Meta echoes it, up to 512 characters; null when absent or longer, since Meta carries no more. */
  readonly callbackData: string | null;
  readonly campaignKey: string | null;
  readonly sourceKey: string | null;
  readonly sourceVersion: string | null;
  /** Meta's statuses do not name the template: only the sender can. */
  readonly templateKey: string | null;
}

export const longestCallbackData = 512;
const longestKey = 128;

/**
 * Reads `biz_opaque_callback_data`: `c=<campaign>;s=<source>;v=<source version>;t=<template>`, in any order and with
 * other keys among them, or a JSON object with the same keys. Any other text belongs to the sender: it is kept whole, without keys.
 */
export function readCallbackData(raw: unknown): CallbackData {
  if (typeof raw !== "string" || raw === "" || raw.length > longestCallbackData) return without(null);
  const keys = raw.trimStart().startsWith("{") ? keysOfJson(raw) : keysOfPairs(raw);
  return keys === null ? without(raw) : { callbackData: raw, ...keys };
}

type Keys = Omit<CallbackData, "callbackData">;

function without(callbackData: string | null): CallbackData {
  return { callbackData, campaignKey: null, sourceKey: null, sourceVersion: null, templateKey: null };
}

function keysOfPairs(raw: string): Keys | null {
  const found = new Map<string, string>();
  for (const part of raw.split(";")) {
    if (part.trim() === "") continue;
    const match = /^\s*([A-Za-z][\w-]{0,31})\s*=(.*)$/s.exec(part);
    if (match === null) return null;
    const name = (match[1] ?? "").toLowerCase();
    if (!found.has(name)) found.set(name, match[2] ?? "");
  }
  return keysFrom((name) => found.get(name));
}

function keysOfJson(raw: string): Keys | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return null;
  }
  return isObject(parsed)
    ? keysFrom((name) => (Object.hasOwn(parsed, name) ? parsed[name] : undefined))
    : null;
}

function keysFrom(at: (name: string) => unknown): Keys {
  return {
    campaignKey: keyOf(at("c")),
    sourceKey: keyOf(at("s")),
    sourceVersion: keyOf(at("v")),
    templateKey: keyOf(at("t")),
  };
}

function keyOf(value: unknown): string | null {
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== "string") return null;
  const key = text.trim();
  return key === "" || key.length > longestKey ? null : key;
}
