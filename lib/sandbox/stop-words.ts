import { pickOne, type Random } from "./seeded-random.ts";

const words: Readonly<Record<string, readonly [string, ...string[]]>> = {
  en: ["STOP", "Unsubscribe", "please stop", "stop!"],
  de: ["STOP", "Stopp", "Abmelden", "bitte abmelden"],
  fr: ["STOP", "Arrêter", "Se désabonner", "arret"],
  sv: ["STOPP", "Avsluta", "stopp tack"],
  es: ["BAJA", "Alto", "Cancelar"],
  pt: ["SAIR", "Parar", "Cancelar"],
  it: ["STOP", "Annulla", "Disiscrivi"],
  nl: ["STOP", "Afmelden", "Stoppen"],
};

const greetings: Readonly<Record<string, string>> = {
  en: "Hello, I saw your ad.",
  de: "Hallo, ich habe Ihre Anzeige gesehen.",
  fr: "Bonjour, j'ai vu votre annonce.",
  sv: "Hej, jag såg er annons.",
};

/** How somebody writes that they want no more, in their own language. */
export function stopText(language: string, random: Random): string {
  return pickOne(random, words[language] ?? ["STOP"]);
}

/** What somebody writes first after an ad. */
export function greeting(language: string): string {
  return greetings[language] ?? "Hello";
}
