import type { WordingLanguage } from "./lexicon.ts";
import type { WordingFinding, WordingReason, WordingRule } from "./wording-finding.ts";

/** What each rule asks, as a title. */
export const ruleTitles: Readonly<Record<WordingRule, string>> = {
  "names-whatsapp": "Says that messages come, on WhatsApp",
  "names-business": "Names the business",
  "active-consent": "Asks for an act of its own",
  "message-kinds": "Names the kinds of messages",
  frequency: "Says how often",
  "opt-out": "Tells a way to stop",
};

const words: Readonly<Record<WordingRule, Partial<Record<WordingReason, string>>>> = {
  "names-whatsapp": {
    met: "WhatsApp is named as where the messages come.",
    "met-by-messages": "It says that messages come. Naming WhatsApp is the stronger evidence.",
    missing: "Nothing says that messages come on WhatsApp.",
    "other-channel": "Only another channel is named.",
    elsewhere: "WhatsApp is named, but not as where messages come.",
  },
  "names-business": {
    met: "The business is named.",
    missing: "The name of the business does not stand in the text.",
    "address-only": "The name stands only inside an address.",
    "no-name-given": "No name was given to look for.",
  },
  "active-consent": {
    met: "The person does something to agree.",
    missing: "Nobody is asked to do anything.",
    "pre-ticked": "The box is ticked beforehand: leaving it is not agreeing.",
    bundled: "Agreeing is part of something else, so it is not a choice of its own.",
    assumed: "Consent is assumed unless the person objects.",
  },
  "message-kinds": {
    met: "At least one kind of message is named.",
    missing: "It does not say what the messages will be about.",
  },
  frequency: {
    met: "It says how often messages come.",
    missing: "It does not say how often messages come, or only vaguely.",
  },
  "opt-out": {
    met: "A way to stop is told.",
    missing: "It does not say how to stop.",
    "no-way": "It says that one may stop, but not how.",
  },
};

/** One sentence of what was found or is missing. */
export const findingMessage = ({ rule, reason }: Pick<WordingFinding, "rule" | "reason">): string =>
  words[rule][reason] ?? "";

type Proposals = Readonly<Record<WordingRule, (business: string) => string>>;

const proposals: Readonly<Record<WordingLanguage, Proposals>> = {
  en: {
    "names-whatsapp": (business) => `I agree to receive messages from ${business} on WhatsApp.`,
    "names-business": (business) => `… messages from ${business} on WhatsApp.`,
    "active-consent": (business) =>
      `☐ Yes, I want to receive messages from ${business} on WhatsApp. (an empty box of its own)`,
    "message-kinds": () => "You will get order updates and offers.",
    frequency: () => "At most 4 messages a month.",
    "opt-out": () => "To stop, reply STOP at any time.",
  },
  it: {
    "names-whatsapp": (business) => `Acconsento a ricevere messaggi da ${business} su WhatsApp.`,
    "names-business": (business) => `… messaggi da ${business} su WhatsApp.`,
    "active-consent": (business) =>
      `☐ Sì, voglio ricevere messaggi da ${business} su WhatsApp. (casella vuota e separata)`,
    "message-kinds": () => "Riceverai aggiornamenti sugli ordini e offerte.",
    frequency: () => "Al massimo 4 messaggi al mese.",
    "opt-out": () => "Per non ricevere più messaggi rispondi STOP in qualsiasi momento.",
  },
  es: {
    "names-whatsapp": (business) => `Acepto recibir mensajes de ${business} por WhatsApp.`,
    "names-business": (business) => `… mensajes de ${business} por WhatsApp.`,
    "active-consent": (business) =>
      `☐ Sí, quiero recibir mensajes de ${business} por WhatsApp. (casilla propia y sin marcar)`,
    "message-kinds": () => "Recibirás avisos de tus pedidos y ofertas.",
    frequency: () => "Como máximo 4 mensajes al mes.",
    "opt-out": () => "Para darte de baja responde BAJA en cualquier momento.",
  },
  pt: {
    "names-whatsapp": (business) => `Aceito receber mensagens de ${business} pelo WhatsApp.`,
    "names-business": (business) => `… mensagens de ${business} pelo WhatsApp.`,
    "active-consent": (business) =>
      `☐ Sim, quero receber mensagens de ${business} pelo WhatsApp. (caixa própria e vazia)`,
    "message-kinds": () => "Enviamos avisos sobre pedidos e ofertas.",
    frequency: () => "No máximo 4 mensagens por mês.",
    "opt-out": () => "Para deixar de receber, responda SAIR a qualquer momento.",
  },
  de: {
    "names-whatsapp": (business) => `Ich möchte Nachrichten von ${business} per WhatsApp erhalten.`,
    "names-business": (business) => `… Nachrichten von ${business} per WhatsApp.`,
    "active-consent": (business) =>
      `☐ Ja, ich möchte Nachrichten von ${business} per WhatsApp erhalten. (eigenes, leeres Kästchen)`,
    "message-kinds": () => "Sie erhalten Infos zu Ihren Bestellungen und Angebote.",
    frequency: () => "Höchstens 4 Nachrichten im Monat.",
    "opt-out": () => "Zum Abmelden antworten Sie jederzeit mit STOPP.",
  },
};

/**
 * Words to add or to take instead, in the language of the text where it is known and in English otherwise; null where nothing is to mend. They
 * are examples: kinds and numbers must be made true.
 */
export function proposeWording(
  finding: Pick<WordingFinding, "rule" | "ok" | "reason">,
  language: string,
  business: string,
): string | null {
  if (finding.ok || finding.reason === "no-name-given") return null;
  const given = language.toLowerCase().split(/[-_]/)[0] ?? "";
  const known = Object.entries(proposals).find(([one]) => one === given)?.[1] ?? proposals.en;
  return known[finding.rule](business === "" ? "…" : business);
}
