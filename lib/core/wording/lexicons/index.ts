import type { Lexicon, WordingLanguage } from "../lexicon.ts";
import { english } from "./en.ts";
import { german } from "./de.ts";
import { italian } from "./it.ts";
import { portuguese } from "./pt.ts";
import { spanish } from "./es.ts";

/** The words of each language. */
export const lexicons: Readonly<Record<WordingLanguage, Lexicon>> = {
  en: english,
  it: italian,
  es: spanish,
  pt: portuguese,
  de: german,
};
