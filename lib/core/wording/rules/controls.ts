import { controlEnd, controlStart } from "../../pages/visible-text.ts";
import type { ReadWording } from "../read-wording.ts";
import type { Span } from "../split-sentences.ts";

/** Buttons that do something else, whatever stands around them. */
const otherwise =
  /^\s*(?:konto|account|open (?:an )?account|abrir|apri|accept (?:the )?terms|accett\w+ (?:i )?(?:termini|condizioni)|acept\w+ (?:los |las )?(?:terminos|condiciones|bases)|aceit\w+ (?:os |as )?(?:termos|condicoes)|akzeptier|einverstanden$|agree$|continu|next|go on|proceed|prosegui|avanti|procedi|siguiente|seguir|avanc|seguinte|proximo|weiter|fortfahr|buy|acquist|compr|kauf|order|ordin|pedir|pedido|encomend|bestell|zahlungspfl|pay|pag|zahl|bezahl|book|prenot|reserv|buch|save|salva|guard|speicher|create|crea|criar|erstell|log|sign ?in|register|registr|regist|submit|send$|invia|enviar|absend|ok$|close|chiudi|cerrar|fechar|schlie|home|menu|search|no$|nein|back|indietro|check|terms|privacy|agb|datenschutz|impressum|termini|condi|chied|ask|frag|question|pergunt|help|contact|kontakt|contatt)/;

/** What links and buttons of a page say. */
export function controlSpans({ text }: ReadWording): Span[] {
  const spans: Span[] = [];
  for (const { index, 0: said } of text.matchAll(
    new RegExp(`${controlStart}[^${controlStart}${controlEnd}]*`, "gu"),
  )) {
    spans.push({ start: index + 1, end: index + said.length });
  }
  return spans.filter(({ start, end }) => text.slice(start, end).trim() !== "");
}

/** Whether a control does what its words say, and not "Continue" or "Buy". */
export const saysItsAct = ({ text }: ReadWording, { start, end }: Span): boolean =>
  !otherwise.test(text.slice(start, end));
