import path from "node:path";
import { z } from "zod";

/**
 * Every setting, parsed once. The names are docs/configuration.md's and outside scripts rely on them. `purpose` and
 * `example` make the one line that a person sees when a setting is missing or wrong.
 */
interface Setting {
  readonly schema: z.ZodType;
  readonly purpose: string;
  readonly example: string;
}

const httpUrl = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));
const flag = z.enum(["0", "1", "true", "false"]).transform((value) => value === "1" || value === "true");
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);
const digits = z.string().regex(/^\d+$/, "must be digits only");
const seconds = (minimum: number) =>
  z.string().regex(/^\d+$/, "must be a whole number of seconds").transform(Number).pipe(z.int().min(minimum));

const settings = {
  PORT: {
    schema: z
      .string()
      .regex(/^\d+$/, "must be a port number")
      .transform(Number)
      .pipe(z.int().min(0).max(65535))
      .default(3000),
    purpose: "the port to listen on",
    example: "3000",
  },
  APP_URL: {
    schema: httpUrl.optional(),
    purpose: "the public address of this installation",
    example: "https://staygreen.example.com",
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }).optional(),
    purpose: "the PostgreSQL database; unset means the embedded one",
    example: "postgresql://staygreen:secret@db.example.com:5432/staygreen",
  },
  DATA_DIR: {
    schema: z
      .string()
      .min(1)
      .default("./data")
      .transform((value) => path.resolve(value)),
    purpose: "where the embedded database and generated secrets live",
    example: "./data",
  },
  APP_SECRET: {
    schema: z.string().min(32, "must have at least 32 characters").optional(),
    purpose: "the master secret from which the session and encryption keys are derived",
    example: "the output of: openssl rand -base64 48",
  },
  ADMIN_EMAIL: {
    schema: z.email().optional(),
    purpose: "the first administrator's e-mail address",
    example: "you@example.com",
  },
  ADMIN_PASSWORD: {
    schema: z.string().min(12, "must have at least 12 characters").max(128).optional(),
    purpose: "the first administrator's password",
    example: "a long passphrase",
  },
  GRAPH_BASE_URL: {
    schema: httpUrl.default("https://graph.facebook.com"),
    purpose: "Meta's Graph API host",
    example: "https://graph.facebook.com",
  },
  GRAPH_API_VERSION: {
    schema: z
      .string()
      .regex(/^v\d+\.\d+$/, "must look like v25.0")
      .default("v25.0"),
    purpose: "the Graph API version to ask for",
    example: "v25.0",
  },
  META_APP_ID: { schema: digits.optional(), purpose: "the Meta app's id", example: "771200345561208" },
  META_APP_SECRET: {
    schema: z.string().min(8).optional(),
    purpose: "the Meta app's secret, which signs webhooks and appsecret_proof",
    example: "32 hexadecimal characters",
  },
  META_ACCESS_TOKEN: {
    schema: z.string().min(8).optional(),
    purpose: "a system user token with whatsapp_business_management",
    example: "EAAG…",
  },
  META_BUSINESS_ID: {
    schema: digits.optional(),
    purpose: "the business portfolio whose WABAs are watched",
    example: "118220034455667",
  },
  META_WABA_IDS: {
    schema: list.pipe(z.array(digits)).optional(),
    purpose: "WABAs to watch, when the portfolio may not be listed",
    example: "204718350099121,204718350099122",
  },
  META_VERIFY_TOKEN: {
    schema: z.string().min(8).optional(),
    purpose: "the word Meta repeats when it verifies the webhook address",
    example: "any long random text",
  },
  POLL_INTERVAL_SECONDS: {
    schema: seconds(1).default(600),
    purpose: "how often phone numbers are polled",
    example: "600",
  },
  RAW_RETENTION_DAYS: {
    schema: z
      .string()
      .regex(/^\d+$/, "must be a whole number of days")
      .transform(Number)
      .pipe(z.int().min(1, "must be at least 1").max(365, "must be at most 365"))
      .default(30),
    purpose: "for how many days raw webhook bodies are kept, encrypted",
    example: "30",
  },
  FACT_RETENTION_DAYS: {
    schema: z
      .string()
      .regex(/^\d+$/, "must be a whole number of days")
      .transform(Number)
      .pipe(z.int().min(35, "must be at least 35").max(3650, "must be at most 3650"))
      .default(400),
    purpose: "for how many days single exposures and signals are kept, and 30 more; counts and opt-ins stay",
    example: "400",
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/, error: "must be a smtp:// or smtps:// address" }).optional(),
    purpose: "the mail server",
    example: "smtps://user:password@mail.example.com:465",
  },
  MAIL_FROM: {
    schema: z.string().min(3).optional(),
    purpose: "the sender of our mail",
    example: "Staygreen <alerts@example.com>",
  },
  METRICS_TOKEN: {
    schema: z.string().min(16, "must have at least 16 characters").optional(),
    purpose: "the bearer token for /metrics; unset means loopback only",
    example: "any long random text",
  },
  HEARTBEAT_URL: {
    schema: z.url({ protocol: /^https?$/, error: "must be an https:// or http:// address" }).optional(),
    purpose: "the address of an outside watch that is told while everything runs",
    example: "https://hc-ping.com/your-uuid",
  },
  OUTBOUND_ALLOW: {
    schema: list.default([]),
    purpose: "private hosts or address ranges that notification channels may reach",
    example: "alerts.internal.example.com,10.20.0.0/16",
  },
  SANDBOX: { schema: flag.default(false), purpose: "start the built-in Graph double", example: "1" },
  LOG_LEVEL: {
    schema: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    purpose: "how much is logged",
    example: "info",
  },
} as const satisfies Record<string, Setting>;

type Settings = typeof settings;
export type Env = { readonly [K in keyof Settings]: z.output<Settings[K]["schema"]> } & {
  /** APP_URL, or the local address when it is unset. */
  readonly appUrl: string;
  /** MAIL_FROM, or a no-reply address at APP_URL's host. */
  readonly mailFrom: string;
};

/** A setting that stops the start. `lines` are ready to print, one per fault. */
export class SettingsError extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join("\n"));
    this.name = "SettingsError";
  }
}

/**
 * Reads and checks the environment. Empty values count as unset, as compose files produce them.
 *
 * @throws SettingsError with one line for each missing or wrong setting: its name, what it is for, an example.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const raw = source[name]?.trim();
    const parsed = setting.schema.safeParse(raw === "" ? undefined : raw);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(describe(name, setting, parsed.error.issues[0]?.message ?? "is not valid"));
  }
  if (faults.length === 0) faults.push(...crossChecks(values));
  if (faults.length > 0) throw new SettingsError(faults);
  const env = values as Omit<Env, "appUrl" | "mailFrom">;
  const appUrl = env.APP_URL ?? `http://localhost:${env.PORT}`;
  return { ...env, appUrl, mailFrom: env.MAIL_FROM ?? `Staygreen <no-reply@${new URL(appUrl).hostname}>` };
}

function crossChecks(env: Partial<Env>): string[] {
  const faults: string[] = [];
  const missing = (name: keyof Settings, because: string) =>
    faults.push(describe(name, settings[name], because));
  if (env.DATABASE_URL !== undefined && env.APP_SECRET === undefined) {
    missing("APP_SECRET", "is required with DATABASE_URL");
  }
  if (env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD === undefined) {
    missing("ADMIN_PASSWORD", "is required with ADMIN_EMAIL");
  }
  if (env.ADMIN_PASSWORD !== undefined && env.ADMIN_EMAIL === undefined) {
    missing("ADMIN_EMAIL", "is required with ADMIN_PASSWORD");
  }
  if (
    env.META_ACCESS_TOKEN !== undefined &&
    env.META_BUSINESS_ID === undefined &&
    env.META_WABA_IDS === undefined
  ) {
    missing("META_BUSINESS_ID", "or META_WABA_IDS is required with META_ACCESS_TOKEN");
  }
  return faults;
}

function describe(name: string, setting: Setting, fault: string): string {
  return `${name} ${fault}. It is ${setting.purpose}. Example: ${name}=${setting.example}`;
}
