import type { ImportFieldName, ImportKind } from "./import-fields.ts";
import { plainWord } from "./value-words.ts";

/** Names that say nothing about what happened then. */
const anyTime =
  "date, time, timestamp, datetime, date time, created at, created, created on, create date, date created, logged at, " +
  "datum, zeit, zeitstempel, zeitpunkt, uhrzeit, erstellt am, data, data e ora, creato il, fecha, fecha y hora, " +
  "creado el, data hora, criado em, date heure, horodatage, cree le";

const messageIds =
  "message id, messageid, msg id, wamid, message sid, message uuid, whatsapp message id, provider message id, " +
  "external message id, nachrichten id, nachricht id, id messaggio, id del messaggio, id mensaje, id del mensaje, " +
  "id mensagem, id da mensagem, id message, id du message";

const contact =
  "contact, phone, phone number, mobile, mobile number, mobile phone, mobile phone number, cell, cell phone, msisdn, " +
  "whatsapp, whatsapp number, whatsapp phone, whatsapp phone number, wa id, waid, contact phone, contact number, " +
  "contact hash, recipient, recipient number, recipient id, recipient phone, to, to number, destination, " +
  "destination number, customer phone, customer, user phone, user, subscriber, telephone, telephone number, tel, " +
  "sms phone, sms phone number, e164, phone e164, telefon, telefonnummer, tel nr, handy, handynummer, mobilnummer, " +
  "mobilfunknummer, mobiltelefon, rufnummer, whatsapp nummer, empfanger, kontakt, nummer, telefono, " +
  "numero di telefono, numero telefono, cellulare, numero cellulare, numero di cellulare, destinatario, contatto, " +
  "movil, telefono movil, numero de telefono, celular, numero de celular, contacto, telefone, numero de telefone, " +
  "telemovel, contato, telephone portable, portable, numero de telephone, numero de portable, numero telephone, " +
  "destinataire, from number of contact";

const sender =
  "phone number id, sender, sender id, sender number, from, from number, from phone number, business phone, " +
  "business number, business phone number, business phone number id, display phone number, channel id, our number, " +
  "sending number, absender, absendernummer, absender id, mittente, numero mittente, remitente, numero remitente, " +
  "remetente, numero remetente, expediteur, numero expediteur";

const source =
  "source, opt in source, optin source, signup source, sign up source, subscription source, consent source, " +
  "lead source, original source, acquisition source, origin, entry point, form, form name, signup form, list, " +
  "list name, utm source, quelle, herkunft, anmeldequelle, opt in quelle, formular, fonte, origine, provenienza, " +
  "fonte iscrizione, modulo, fuente, origen, formulario, origem, fonte de inscricao, provenance, " +
  "source d inscription, formulaire";

type Names = Readonly<Partial<Record<ImportFieldName, string>>>;

/** Column names in English, German, Italian, Spanish, Portuguese and French, and those of common exports. */
const names: Readonly<Record<ImportKind, Names>> = {
  "opt-ins": {
    contact,
    source,
    optedInAt:
      "opted in at, opted in on, opt in at, optin at, opt in date, optin date, opt in time, optin time, " +
      "opt in timestamp, subscribed at, subscribed on, subscription date, subscribe date, signup date, sign up date, " +
      "signed up at, signup time, consent date, consent time, consent timestamp, consented at, consent given at, " +
      "sms consent timestamp, date added, added at, joined at, registered at, registration date, anmeldedatum, " +
      "angemeldet am, anmeldung am, einwilligung am, einwilligungsdatum, eingewilligt am, registriert am, " +
      "opt in datum, data iscrizione, data di iscrizione, iscritto il, data consenso, data del consenso, " +
      "fecha de alta, fecha alta, fecha de suscripcion, fecha suscripcion, suscrito el, fecha de registro, " +
      "fecha de consentimiento, data de inscricao, data inscricao, inscrito em, data de cadastro, data do cadastro, " +
      "data do consentimento, date d inscription, date inscription, inscrit le, date de consentement, " +
      "date du consentement",
    evidence:
      "evidence, proof, proof of consent, consent proof, consent text, consent wording, form url, page url, " +
      "landing page, url, document, nachweis, beleg, einwilligungstext, prova, prova del consenso, prueba, " +
      "prueba de consentimiento, comprovante, prova do consentimento, preuve, preuve du consentement",
    id: "id, opt in id, optin id, event id, record id, row id, uuid, external id",
  },
  exposures: {
    id: `${messageIds}, id, sid`,
    contact,
    phoneNumberId: sender,
    template:
      "template, template name, message template, hsm, vorlage, vorlagenname, nachrichtenvorlage, modello, " +
      "nome modello, nome template, plantilla, nombre de plantilla, nombre plantilla, modelo, nome do modelo, " +
      "modele, nom du modele",
    campaign:
      "campaign, campaign name, campaign title, campaign id, broadcast, broadcast name, flow, flow name, journey, " +
      "bulk id, utm campaign, kampagne, kampagnenname, campagna, nome campagna, nome della campagna, campana, " +
      "nombre de campana, nombre de la campana, nombre campana, campanha, nome da campanha, nome campanha, campagne, " +
      "nom de campagne, nom de la campagne, nom campagne",
    category:
      "category, message category, template category, pricing category, kategorie, nachrichtenkategorie, categoria, " +
      "categorie",
    source,
    sentAt:
      "sent at, sent on, sent, sent date, date sent, send date, send time, send at, sent time, sent timestamp, " +
      "sending time, message sent at, gesendet am, gesendet, versendet am, versandt am, versanddatum, versandzeit, " +
      "sendezeit, sendedatum, inviato il, data invio, data di invio, ora invio, enviado el, fecha de envio, " +
      "fecha envio, hora de envio, enviado em, data de envio, data do envio, data envio, envoye le, date d envoi, " +
      "date envoi, heure d envoi",
    status:
      "status, message status, delivery status, delivery state, status name, state, zustellstatus, " +
      "nachrichtenstatus, versandstatus, stato, stato consegna, stato messaggio, stato di consegna, estado, " +
      "estado del mensaje, estado de entrega, estado del envio, status da mensagem, status de entrega, " +
      "estado da mensagem, situacao, statut, etat, statut de livraison, statut du message",
    deliveredAt:
      "delivered at, delivered on, delivered, delivery time, delivery date, date delivered, done at, zugestellt am, " +
      "zugestellt, zustellzeit, zustelldatum, consegnato il, data consegna, data di consegna, entregado el, " +
      "fecha de entrega, fecha entrega, entregue em, data de entrega, data entrega, delivre le, livre le, remis le, " +
      "date de livraison, date de remise",
    readAt:
      "read at, read on, read, seen at, read time, read date, date read, opened at, gelesen am, gelesen, lesezeit, " +
      "letto il, data lettura, data di lettura, leido el, fecha de lectura, fecha lectura, lido em, data de leitura, " +
      "data leitura, lu le, date de lecture, date lecture",
    failedAt:
      "failed at, failed on, failure time, error time, fehlgeschlagen am, fallito il, fallado el, fallido el, " +
      "falhou em, echoue le",
    errorCode:
      "error code, errorcode, error, error id, failure code, reason code, fehlercode, fehlernummer, codice errore, " +
      "codice di errore, codigo de error, codigo error, codigo de erro, codigo do erro, codigo erro, code erreur, " +
      "code d erreur",
  },
  signals: {
    id: "id, event id, signal id, record id, row id, uuid, external id",
    contact,
    exposureId: `${messageIds}, exposure id, related message id, original message id`,
    phoneNumberId: sender,
    kind:
      "kind, signal, signal kind, signal type, event, event type, event name, type, action, activity, reason, metric, " +
      "status, consent status, subscription status, consent, keyword, body, text, message, feedback type, art, " +
      "ereignis, ereignistyp, typ, grund, aktion, tipo, tipo evento, tipo di evento, evento, motivo, azione, " +
      "tipo de evento, accion, acao, evenement, type d evenement, motif, statut, stato, estado",
    occurredAt:
      "occurred at, occurred on, occurred, happened at, event time, event date, event timestamp, unsubscribed at, " +
      "unsubscribed on, unsubscribe date, unsubscribe time, unsub time, opted out at, opt out at, opt out date, " +
      "opt out time, optout date, optout time, optout at, blocked at, block date, reported at, complaint date, " +
      "revoked at, received at, suppressed at, suppression date, abgemeldet am, abmeldedatum, abmeldung am, " +
      "blockiert am, gemeldet am, widerrufen am, widerruf am, disiscritto il, data disiscrizione, " +
      "data di disiscrizione, data cancellazione, bloccato il, segnalato il, fecha de baja, fecha baja, " +
      "dado de baja el, bloqueado el, cancelado el, descadastrado em, data de descadastro, data do descadastro, " +
      "data de cancelamento, bloqueado em, desinscrit le, date de desinscription, desabonne le, " +
      "date de desabonnement, bloque le",
    basis: "basis, certainty, grundlage, base",
  },
};

export type NameFit = "exact" | "vague" | "none";

/** Words that turn a name into another thing's: `phone number country`, `sent by`. */
const turning = /\b(id|name|country|type|code|by|url|count|total|land|pays|pais|paese)\b/;

/** How well a column's name fits a field: one of its names, one with a word beside it, or none. */
export function fitName(kind: ImportKind, field: ImportFieldName, header: string): NameFit {
  const plain = plainWord(header);
  if (plain === "") return "none";
  const known = namesOf(kind, field);
  if (known.has(plain)) return "exact";
  if (isTime(kind, field) && times.has(plain)) return "vague";
  for (const name of known) {
    if (name.length < 4 || !` ${plain} `.includes(` ${name} `)) continue;
    const rest = ` ${plain} `.replace(` ${name} `, " ").trim();
    if (rest.split(" ").length <= 3 && !turning.test(rest)) return "vague";
  }
  return "none";
}

const compiled = new Map<string, ReadonlySet<string>>();
const times = new Set(anyTime.split(",").map(plainWord));

function namesOf(kind: ImportKind, field: ImportFieldName): ReadonlySet<string> {
  const key = `${kind} ${field}`;
  const known =
    compiled.get(key) ??
    new Set((names[kind][field] ?? "").split(",").map(plainWord).concat(plainWord(field)));
  compiled.set(key, known);
  return known;
}

/** The one time of its kind, for which a bare "Date" may stand. */
function isTime(kind: ImportKind, field: ImportFieldName): boolean {
  return field === { "opt-ins": "optedInAt", exposures: "sentAt", signals: "occurredAt" }[kind];
}
