import { accessSync, constants } from "node:fs";
import path from "node:path";
import { unpackedBrowser } from "./unpacked-browser.ts";

/** What Playwright needs to start a browser. */
export interface Browser {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * The browser for journeys: STAYGREEN_BROWSER, else an installed Chromium or Chrome, else the one inside the npm
 * package @sparticuz/chromium with the libraries and the font that a bare system lacks. Nothing is downloaded.
 *
 * @throws when STAYGREEN_BROWSER names no program, or no browser exists for this kind of machine.
 */
export function findBrowser(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Browser {
  const named = environment["STAYGREEN_BROWSER"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return { executablePath: named, args: ourArgs(), env: {} };
    throw new Error(
      `STAYGREEN_BROWSER ${named} cannot be run. It is the browser for the journeys in e2e/. Example: STAYGREEN_BROWSER=/usr/bin/chromium`,
    );
  }
  const onPath = (environment["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const installed = [...onPath, ...usualPlaces].find(isProgram);
  if (installed !== undefined) return { executablePath: installed, args: ourArgs(), env: {} };
  return { ...unpackedBrowser(), args: ourArgs() };
}

/** Playwright's own arguments already keep background traffic off; web security stays as people have it. */
function ourArgs(): string[] {
  const args = ["--no-pings", "--disable-domain-reliability", "--font-render-hinting=none"];
  // Chromium's sandbox refuses to run as root.
  return process.getuid?.() === 0 ? [...args, "--no-sandbox"] : args;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
