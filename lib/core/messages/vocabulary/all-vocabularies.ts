import { eastAsian } from "./east-asian.ts";
import { germanicAndEnglish } from "./germanic.ts";
import { mediterraneanAndOther } from "./mediterranean.ts";
import { romance } from "./romance.ts";
import { slavic } from "./slavic.ts";
import { southAndSouthEastAsian } from "./south-asian.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** In order of precedence where languages share a word: "stop" alone counts as English. */
export const allVocabularies: readonly Vocabulary[] = [
  ...germanicAndEnglish,
  ...romance,
  ...slavic,
  ...mediterraneanAndOther,
  ...southAndSouthEastAsian,
  ...eastAsian,
];
