import {
  messageCategories,
  type ExposureStatus,
  type SignalBasis,
  type SignalKind,
} from "../facts/judge-told.ts";

/** A word that was understood, one that says that the row is nothing of its kind, or null for an unknown one. */
export type WordReading<Word> = { readonly word: Word } | { readonly not: string } | null;

/** English, German, Italian, Spanish, Portuguese, French, then words of providers. Compared by `plainWord`. */
const statuses = table<ExposureStatus>({
  accepted: "accepted, angenommen, accettato, aceptado, aceito, accepte",
  sent:
    "sent, message sent, accepted by whatsapp, gesendet, verschickt, versendet, inviato, " +
    "inviata, spedito, enviado, enviada, envoye, envoyee, expedie, sent to whatsapp",
  delivered:
    "delivered, message delivered, delivered to handset, delivered to operator, zugestellt, ausgeliefert, geliefert, " +
    "consegnato, consegnata, recapitato, entregado, entregada, entregue, delivre, delivree, livre, livree",
  read:
    "read, seen, opened, played, viewed, message read, gelesen, geoffnet, letto, letta, visualizzato, leido, leida, " +
    "visto, lido, lida, visualizado, lu, lue, vu, ouvert",
  failed:
    "failed, failure, error, undelivered, undeliverable, not delivered, rejected, expired, bounced, dropped, " +
    "fehlgeschlagen, fehler, gescheitert, nicht zugestellt, unzustellbar, abgelehnt, abgelaufen, fallito, fallita, " +
    "non consegnato, non recapitato, rifiutato, scaduto, errore, fallido, fallida, no entregado, rechazado, " +
    "caducado, error de envio, falhou, falha, falhado, nao entregue, rejeitado, expirado, erro, echoue, echec, " +
    "non delivre, non livre, rejete, expire, erreur",
});
const notExposures = table<string>({
  "was not sent yet":
    "queued, pending, scheduled, sending, enqueued, processing, submitted, waiting, wartend, geplant, " +
    "ausstehend, in coda, in attesa, pendiente, en cola, programado, pendente, na fila, agendado, en attente, planifie",
  "was never sent":
    "canceled, cancelled, skipped, draft, abgebrochen, ubersprungen, annullato, cancelado, saltado, annule, ignore",
  "came from the contact":
    "received, receiving, inbound, incoming, empfangen, eingehend, ricevuto, recibido, recebido",
});

const kinds = table<SignalKind>({
  block:
    "block, blocked, user blocked, blocked by user, blocked business, blockiert, geblockt, gesperrt, nutzer blockiert, " +
    "bloccato, blocco, bloqueado, bloqueada, bloqueo, bloqueio, bloque, bloquee, blocage",
  report:
    "report, reported, spam, spam report, reported as spam, marked as spam, spam complaint, complaint, complained, " +
    "abuse, gemeldet, als spam gemeldet, spam meldung, spammeldung, beschwerde, segnalato, segnalazione, reclamo, " +
    "denunciado, denuncia, marcado como spam, reportado, queja, reclamacao, signale, signalement, plainte",
  opt_out:
    "opt out, optout, opted out, opt outs, out, stop, stopped, stop message, unsubscribe, unsubscribed, unsubscription, " +
    "revoked, withdrawn, consent withdrawn, do not contact, no marketing, 131050, abgemeldet, abmeldung, abbestellt, " +
    "austragen, widerruf, widerrufen, disiscritto, disiscritta, disiscrizione, cancellato, revocato, baja, " +
    "dado de baja, darse de baja, cancelado, desuscrito, desuscripcion, revocado, descadastrado, descadastro, " +
    "cancelar inscricao, sair, parar, removido, desinscrito, desinscrit, desinscription, desabonne, desabonnement, " +
    "arret, arreter, retire, unsubscribed from marketing",
  suspected_block:
    "suspected block, suspected blocked, possibly blocked, likely blocked, vermutlich blockiert, blockierung vermutet, " +
    "blocco sospetto, bloqueo sospechado, bloqueio suspeito, blocage suspecte",
  ecosystem_hold:
    "ecosystem hold, 131049, healthy ecosystem, not delivered to maintain healthy ecosystem engagement",
  undelivered:
    "undelivered, undeliverable, message undeliverable, 131026, nicht zugestellt, unzustellbar, non consegnato, " +
    "no entregado, nao entregue, non delivre, non livre",
  resume:
    "resume, resumed, resubscribe, resubscribed, re subscribed, opted in again, start, unstop, unblocked, " +
    "wieder angemeldet, erneut angemeldet, riprendi, reanudar, retomar, reprendre",
});
const notSignals = table<string>({
  "says that the contact wants messages":
    "subscribe, subscribed, opt in, optin, opted in, in, active, consented, angemeldet, " +
    "anmeldung, aktiv, iscritto, iscrizione, attivo, suscrito, alta, activo, inscrito, ativo, inscrit, abonne, actif",
  "says that nobody has decided": "never subscribed, pending, unconfirmed, unknown, none, unbekannt",
});

const bases = table<SignalBasis>({
  observed: "observed, beobachtet, osservato, observado, observe",
  imported: "imported, import, importiert, importato, importado, importe",
  inferred:
    "inferred, derived, estimated, suspected, abgeleitet, geschatzt, dedotto, inferido, deduit, estime",
});

/** The state of a message. Infobip's `DELIVERED_TO_HANDSET`, `REJECTED_PREFIX_MISSING` … are read by their first word. */
export function readStatusWord(written: string): WordReading<ExposureStatus> {
  const known = lookUp(written, statuses, notExposures);
  if (known !== null || !/^[A-Z]+(_[A-Z0-9]+)+$/.test(written.trim())) return known;
  return lookUp(written.trim().split("_")[0] ?? "", statuses, notExposures);
}

/** What a contact did. */
export function readKindWord(written: string): WordReading<SignalKind> {
  return lookUp(written, kinds, notSignals);
}

/** How it is known. */
export function readBasisWord(written: string): WordReading<SignalBasis> {
  return lookUp(written, bases, new Map());
}

/** What Meta charges a message as. */
export function readCategoryWord(written: string): WordReading<string> {
  const word = plainWord(written).replaceAll(" ", "_");
  const known = messageCategories.find((category) => category === word);
  return known === undefined ? null : { word: known };
}

/** Without case, accents, and what stands between words: `Opt-Out`, `OPT_OUT` and `optOut` are one. */
export function plainWord(written: string): string {
  return written
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function lookUp<Word>(
  written: string,
  words: ReadonlyMap<string, Word>,
  others: ReadonlyMap<string, string>,
): WordReading<Word> {
  const asWritten = words.get(written);
  // Most files hold plain words, a million times.
  if (asWritten !== undefined) return { word: asWritten };
  const plain = plainWord(written);
  const word = words.get(plain);
  if (word !== undefined) return { word };
  const not = others.get(plain);
  return not === undefined ? null : { not };
}

function table<Word extends string>(written: Readonly<Record<Word, string>>): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const word of Object.keys(written) as Word[]) {
    for (const spelling of written[word].split(",")) words.set(plainWord(spelling), word);
  }
  return words;
}
