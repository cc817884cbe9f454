/**
 * One expression for all of these phrases, over folded text (see `foldText`). A blank stands for any room or hyphen between words, `*` at
 * the end of a word for its rest, `…` for up to 90 signs of the same sentence, `{name}` for a token; the rest is a regular expression. A phrase
 * begins and ends with whole words.
 */
export function compilePhrases(
  phrases: readonly string[],
  tokens: Readonly<Record<string, string>> = {},
): RegExp {
  const bodies = phrases.map((phrase) =>
    phrase
      .replace(/\{(\p{Ll}+)\}/gu, (whole, name: string) => {
        const token = tokens[name];
        return token === undefined ? whole : `(?:${token})`;
      })
      .replace(/ ?… ?/g, "\u0000")
      .replaceAll(" ?", "[\\s\\-]*")
      .replaceAll(" ", "[\\s\\-]+")
      .replace(/(?<=(?<!\\)\p{L})\*/gu, "\\p{L}*")
      // What may stand between two words begins and ends between words.
      .replace(/\[\^\.!\?\\n\]\{0,\d+\}\?/g, "(?!\\p{L})$&(?<!\\p{L})")
      // What is between needs room on both sides, or nothing at all but that room.
      .replaceAll("\u0000", "(?:[\\s\\-,:\"'(][^.!?;\\n]{0,90}?)?[\\s\\-,:\"'(]+"),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${bodies.join("|")})(?![\\p{L}\\p{N}])`, "gu");
}
