import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import { SettingsError } from "../env.ts";

export interface AppSecretSource {
  /** APP_SECRET; it wins over the file. */
  readonly appSecret: string | undefined;
  readonly dataDir: string;
  /** Whether the embedded database is used. With PostgreSQL several machines share one secret, so none is invented. */
  readonly embedded: boolean;
}

/**
 * The master secret: APP_SECRET, or with the embedded database the content of DATA_DIR/app-secret, which the first
 * start makes (48 random bytes as base64url, readable by the owner only). Processes that start together agree on one.
 *
 * @throws SettingsError when there is no usable secret. A damaged file is never replaced: everything sealed with the
 * old secret would be lost.
 */
export async function loadAppSecret(source: AppSecretSource): Promise<string> {
  if (source.appSecret !== undefined) return source.appSecret;
  if (!source.embedded) {
    throw new SettingsError([
      "APP_SECRET is required with DATABASE_URL. It is the master secret from which the session and encryption keys " +
        "are derived. Example: APP_SECRET=the output of: openssl rand -base64 48",
    ]);
  }
  const file = path.join(source.dataDir, "app-secret");
  return (await readSecret(file)) ?? (await makeSecret(source.dataDir, file));
}

async function readSecret(file: string): Promise<string | null> {
  let secret: string;
  try {
    secret = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unusable(file, `cannot be read (${codeOf(error)})`);
  }
  if (secret === "") throw unusable(file, "is empty");
  if (secret.length < 32) throw unusable(file, "is cut short: fewer than 32 characters");
  return secret;
}

async function makeSecret(dataDir: string, file: string): Promise<string> {
  const temporary = `${file}.${String(process.pid)}.${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(dataDir, { recursive: true });
    await writeDurably(temporary, randomBytes(48).toString("base64url"));
    await publish(temporary, file);
    await syncDirectory(dataDir);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw unusable(file, `cannot be written (${codeOf(error)})`);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  const secret = await readSecret(file);
  if (secret === null) throw unusable(file, "vanished while it was being made");
  return secret;
}

async function writeDurably(file: string, content: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives the whole file its final name unless another process was first. A link fails when the name is taken; a rename
 * would replace the other process's secret after that process has begun to use it.
 */
async function publish(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return;
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(code)) throw error;
    // File systems without hard links: exclusive creation is still atomic, only the content is not.
    await writeDurably(file, await readFile(temporary, "utf8")).catch((fault: unknown) => {
      if (codeOf(fault) !== "EEXIST") throw fault;
    });
  }
}

/** Makes the new name survive a power cut; not every platform can open a directory. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unknown fault";
}

function unusable(file: string, fault: string): SettingsError {
  return new SettingsError([
    `${file} ${fault}. It holds this installation's master secret; stored tokens cannot be read without it. ` +
      "Restore it from a backup, or give the secret as APP_SECRET. Only when nothing is worth keeping: delete the " +
      "data directory and start anew.",
  ]);
}
