import path from "node:path";
import { describe, expect, it } from "vitest";
import { readEnv, SettingsError } from "./env.ts";

function faultsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
  return [];
}

/** A wrong value for each setting, and what the line says of it. */
const wrong: Record<string, readonly [value: string, fault: RegExp]> = {
  PORT: ["http", /must be a port number/],
  APP_URL: ["staygreen.example.com", /Invalid URL/],
  DATABASE_URL: ["mysql://db/staygreen", /must be a postgresql:\/\/ address/],
  APP_SECRET: ["short", /must have at least 32 characters/],
  ADMIN_EMAIL: ["somebody", /Invalid email/],
  ADMIN_PASSWORD: ["short", /must have at least 12 characters/],
  GRAPH_BASE_URL: ["ftp://graph", /Invalid URL/],
  GRAPH_API_VERSION: ["25", /must look like v25\.0/],
  META_APP_ID: ["my app", /must be digits only/],
  META_APP_SECRET: ["short", /Too small/],
  META_ACCESS_TOKEN: ["short", /Too small/],
  META_BUSINESS_ID: ["12a", /must be digits only/],
  META_WABA_IDS: ["12,b", /must be digits only/],
  META_VERIFY_TOKEN: ["short", /Too small/],
  POLL_INTERVAL_SECONDS: ["10m", /must be a whole number of seconds/],
  RAW_RETENTION_DAYS: ["366", /must be at most 365/],
  FACT_RETENTION_DAYS: ["7", /must be at least 35/],
  SMTP_URL: ["mail.example.com", /must be a smtp:\/\/ or smtps:\/\/ address/],
  MAIL_FROM: ["me", /Too small/],
  HEARTBEAT_URL: ["hc-ping.com/uuid", /must be an https:\/\/ or http:\/\/ address|Invalid URL/],
  METRICS_TOKEN: ["short", /must have at least 16 characters/],
  SANDBOX: ["yes", /Invalid option/],
  LOG_LEVEL: ["loud", /Invalid option/],
};
/** Settings that take any text. */
const neverWrong = ["DATA_DIR", "OUTBOUND_ALLOW"];
/** Not settings, but made from them. */
const derived = ["appUrl", "mailFrom"];

describe("a wrong setting", () => {
  it.each(Object.entries(wrong))(
    "%s stops the start with its name, purpose and an example",
    (name, [value, fault]) => {
      const lines = faultsOf({ [name]: value });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(fault);
      expect(lines[0]).toMatch(new RegExp(`^${name} .+\\. It is \\S.+\\. Example: ${name}=\\S.*$`));
    },
  );

  it("is tried for every setting there is", () => {
    const all = Object.keys(readEnv({}));
    expect(all.sort()).toEqual([...Object.keys(wrong), ...neverWrong, ...derived].sort());
  });

  it.each(["APP_SECRET", "ADMIN_PASSWORD", "META_APP_SECRET", "META_ACCESS_TOKEN", "METRICS_TOKEN"])(
    "%s is not repeated, since the line ends up in logs",
    (name) => {
      expect(faultsOf({ [name]: "hush" }).join()).not.toContain("hush");
    },
  );

  it("is reported together with the others", () => {
    const names = faultsOf({ PORT: "x", LOG_LEVEL: "x", SMTP_URL: "x" }).map((line) => line.split(" ")[0]);
    expect(names).toEqual(["PORT", "SMTP_URL", "LOG_LEVEL"]);
  });

  it.each([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["POLL_INTERVAL_SECONDS", "0"],
    ["RAW_RETENTION_DAYS", "0"],
    ["ADMIN_PASSWORD", "x".repeat(129)],
  ])("%s=%s is out of range", (name, value) => {
    expect(faultsOf({ [name]: value })[0]).toMatch(new RegExp(`^${name} `));
  });
});

describe("settings that need each other", () => {
  const secret = "s".repeat(32);
  const needed: [missing: string, given: Record<string, string>][] = [
    ["APP_SECRET", { DATABASE_URL: "postgresql://db/staygreen" }],
    ["ADMIN_PASSWORD", { ADMIN_EMAIL: "you@example.com" }],
    ["ADMIN_EMAIL", { ADMIN_PASSWORD: "a long passphrase" }],
    ["META_BUSINESS_ID", { META_ACCESS_TOKEN: "EAAG12345" }],
  ];

  it.each(needed)("%s is asked for by name", (missing, given) => {
    const lines = faultsOf(given);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      new RegExp(`^${missing} .*required with .+\\. It is .+\\. Example: ${missing}=`),
    );
  });

  it.each([
    { DATABASE_URL: "postgres://db/staygreen", APP_SECRET: secret },
    { ADMIN_EMAIL: "you@example.com", ADMIN_PASSWORD: "a long passphrase" },
    { META_ACCESS_TOKEN: "EAAG12345", META_WABA_IDS: "1, 2" },
    { META_ACCESS_TOKEN: "EAAG12345", META_BUSINESS_ID: "118220034455667" },
  ])("are fine together: %o", (source) => {
    expect(faultsOf(source as Record<string, string>)).toEqual([]);
  });
});

describe("what is read", () => {
  it("has defaults for a start without any setting", () => {
    expect(readEnv({})).toMatchObject({
      PORT: 3000,
      DATA_DIR: path.resolve("data"),
      DATABASE_URL: undefined,
      GRAPH_BASE_URL: "https://graph.facebook.com",
      GRAPH_API_VERSION: "v25.0",
      POLL_INTERVAL_SECONDS: 600,
      RAW_RETENTION_DAYS: 30,
      FACT_RETENTION_DAYS: 400,
      OUTBOUND_ALLOW: [],
      SANDBOX: false,
      LOG_LEVEL: "info",
      appUrl: "http://localhost:3000",
      mailFrom: "Staygreen <no-reply@localhost>",
    });
  });

  it("takes an empty value as unset, as compose files produce it", () => {
    expect(readEnv({ PORT: "", APP_URL: " ", DATABASE_URL: "" })).toEqual(readEnv({}));
  });

  it("trims values and splits lists", () => {
    const env = readEnv({
      PORT: " 8080 ",
      META_WABA_IDS: "1, 2,,3 ",
      OUTBOUND_ALLOW: "a.example, 10.0.0.0/8",
    });
    expect(env).toMatchObject({
      PORT: 8080,
      META_WABA_IDS: ["1", "2", "3"],
      OUTBOUND_ALLOW: ["a.example", "10.0.0.0/8"],
      appUrl: "http://localhost:8080",
    });
  });

  it("drops the slash at the end of an address and takes the mail sender's host from it", () => {
    expect(readEnv({ APP_URL: "https://staygreen.example.com/" })).toMatchObject({
      appUrl: "https://staygreen.example.com",
      mailFrom: "Staygreen <no-reply@staygreen.example.com>",
    });
  });

  it.each([
    ["1", true],
    ["true", true],
    ["0", false],
    ["false", false],
  ])("reads SANDBOX=%s as %s", (value, expected) => {
    expect(readEnv({ SANDBOX: value }).SANDBOX).toBe(expected);
  });
});
