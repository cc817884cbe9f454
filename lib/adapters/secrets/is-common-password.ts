import { commonPasswords } from "./common-passwords.ts";

/** Words that people reach for first, the product's and the trade's included; longest first for the search below. */
const usualWords = (
  "staygreen whatsapp facebook instagram business administrator password passwort passphrase kennwort motdepasse " +
  "contrasena contraseña senha parola wachtwoord admin root user guest login logon signin welcome willkommen bienvenue " +
  "bienvenido hello hallo hola letmein changeme default secret geheim secure security access master system server " +
  "manager support service company office private public test testing demo sandbox temp temporary iloveyou ilove love " +
  "sunshine princess monkey dragon shadow football baseball soccer basketball batman superman pokemon starwars " +
  "michael jennifer jessica charlie daniel jordan thomas ashley summer winter spring autumn sommer monday friday january february " +
  "march april june july august september october november december google amazon apple microsoft windows linux " +
  "computer internet network samsung please trustno one my your the is this new pass meta qwerty azerty qwertz"
)
  .split(" ")
  .sort((a, b) => b.length - a.length);

/** Rows, columns and orders along which fingers run; each is read backwards too. */
const runs = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "qsdfghjklm",
  "zxcvbnm",
  "yxcvbnm",
  "!@#$%^&*()",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz",
  "112233445566778899001122",
  "111222333444555666777888999000",
].flatMap((run) => [run, Array.from(run).reverse().join("")]);

const lookAlikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * Whether a password is among the first that an attacker tries. It covers, whatever the capitals and separators: some
 * 300 well-known long passwords and phrases; a short block repeated and text of four or fewer different characters;
 * keyboard, alphabet and number runs; and one or two usual words (the product's name among them), with look-alike
 * characters, between any digits and signs ("P@ssw0rd2024!!", "staygreen-admin-1"). It is not a copy of a leaked-password
 * collection: a password that passes may well be in one.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  const joined = lower.replace(/[\s\-_.]+/gu, "");
  return (
    [joined, unmask(joined)].some(
      (text) => commonPasswords.has(text) || commonPasswords.has(trimEnds(text)),
    ) ||
    hasFewCharacters(lower) ||
    isRepeatedBlock(joined) ||
    isRuns(lower) ||
    isRuns(joined) ||
    isUsualWords(joined)
  );
}

function unmask(text: string): string {
  return text.replace(/[013457@$!]/g, (character) => lookAlikes[character] ?? character);
}

/** Without the digits and signs that people add to satisfy a rule. */
function trimEnds(text: string): string {
  return text.replace(/^[^\p{Letter}]+|[^\p{Letter}]+$/gu, "");
}

function hasFewCharacters(text: string): boolean {
  return new Set(text).size <= 4;
}

function isRepeatedBlock(text: string): boolean {
  for (let size = 1; size <= text.length / 2 && size <= 8; size += 1) {
    if (
      text ===
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length)
    )
      return true;
  }
  return false;
}

/** Cut wholly into runs of three or more, the longest first. */
function isRuns(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const length = longestRun(text.slice(at));
    if (length < 3) return false;
    at += length;
  }
  return true;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of runs) {
    while (longest < text.length && run.includes(text.slice(0, longest + 1))) longest += 1;
  }
  return longest;
}

/** One or two usual words and nothing else but digits and signs around and between them. */
function isUsualWords(text: string): boolean {
  return [text, unmask(text), unmask(trimEnds(text))].some((form) => {
    const words = form.split(/[^\p{Letter}]+/u).filter((word) => word !== "");
    const parts = words.flatMap((word) => cutIntoUsualWords(word) ?? [null]);
    return parts.length > 0 && !parts.includes(null) && new Set(parts).size <= 2;
  });
}

function cutIntoUsualWords(text: string): string[] | null {
  if (text === "") return [];
  for (const word of usualWords) {
    if (!text.startsWith(word)) continue;
    const rest = cutIntoUsualWords(text.slice(word.length));
    if (rest !== null) return [word, ...rest];
  }
  return null;
}
