import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** The Chromium of the npm package @sparticuz/chromium, unpacked once (2 s, 200 MB) below node_modules/.cache. */
export function unpackedBrowser(): { executablePath: string; env: Record<string, string> } {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `No browser found, and npm has none for ${process.platform} ${process.arch}. Install Chromium or Chrome, or set STAYGREEN_BROWSER to one. Example: STAYGREEN_BROWSER=/usr/bin/chromium`,
    );
  }
  const manifest = path.join(root, "node_modules", "@sparticuz", "chromium", "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const folder = path.join(root, "node_modules", ".cache", "staygreen", `chromium-${version}`);
  if (!existsSync(folder)) unpack(folder);
  return {
    executablePath: path.join(folder, "chromium"),
    env: {
      // Always the package's own NSS, so that a bare system and a full one run the same.
      LD_LIBRARY_PATH: path.join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
    },
  };
}

/**
 * The package unpacks into the temporary folder of its process, and with its libraries only when it believes to be
 * on Amazon Linux: a child process with both settings, and one rename so that nobody meets half a browser.
 */
function unpack(folder: string): void {
  const workshop = `${folder}.${process.pid}`;
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { recursive: true });
  try {
    execFileSync(process.execPath, [path.join(import.meta.dirname, "unpack-chromium.mjs")], {
      cwd: root,
      env: { ...process.env, TMPDIR: workshop, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x", NODE_OPTIONS: "" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    // The package's own configuration looks for its font below /tmp, where it is not.
    writeFileSync(path.join(workshop, "fonts.conf"), fontConfiguration(folder));
    renameSync(workshop, folder);
  } catch (error) {
    rmSync(workshop, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
}

function fontConfiguration(folder: string): string {
  const escaped = folder.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const places = [`${escaped}/fonts`, "/usr/share/fonts", "/usr/local/share/fonts"];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${places.map((place) => `  <dir>${place}</dir>`).join("\n")}
  <cachedir>${escaped}/font-cache</cachedir>
</fontconfig>
`;
}
