import { describe, expect, it } from "vitest";
import type { ImportKind } from "./import-fields.ts";
import { checkMapping } from "./import-mapping.ts";
import { guessMapping, mappingOfGuess } from "./guess-mapping.ts";

type Case = readonly [
  name: string,
  csv: string,
  kind: ImportKind,
  /** Field → column, or the constant; every field that is guessed. */
  fields: Readonly<Record<string, string>>,
];

/** Headers as those programs export them, with made-up rows; `|` stands between cells. */
const files: readonly Case[] = [
  [
    "our own API's names",
    "contact|source|optedInAt|evidence|id\n+4915112345678|checkout-de|2026-05-01T09:30:00Z|form-7|a1",
    "opt-ins",
    { contact: "contact", source: "source", optedInAt: "optedInAt", evidence: "evidence", id: "id" },
  ],
  [
    "our own exposures",
    "id|contact|phoneNumberId|campaign|template|sentAt|status\nwamid.A|+4915112345678|700101|spring|promo_1|2026-05-01T09:30:00Z|delivered",
    "exposures",
    {
      id: "id",
      contact: "contact",
      phoneNumberId: "phoneNumberId",
      campaign: "campaign",
      template: "template",
      sentAt: "sentAt",
      status: "status",
    },
  ],
  [
    "our own signals",
    "id|contact|exposureId|phoneNumberId|kind|occurredAt|basis\ns1|+4915112345678|wamid.A|700101|block|2026-05-01T09:30:00Z|imported",
    "signals",
    {
      id: "id",
      contact: "contact",
      exposureId: "exposureId",
      phoneNumberId: "phoneNumberId",
      kind: "kind",
      occurredAt: "occurredAt",
      basis: "basis",
    },
  ],
  [
    "Twilio's message log",
    "From|To|Body|Status|SentDate|ApiVersion|NumSegments|ErrorCode|AccountSid|Sid|Direction|Price|PriceUnit\nwhatsapp:+4930123456|whatsapp:+4915112345678|Hello|delivered|2026-05-01T09:30:00Z|2010-04-01|1||AC1|SM1|outbound-api|-0.005|USD",
    "exposures",
    {
      phoneNumberId: "From",
      contact: "To",
      status: "Status",
      sentAt: "SentDate",
      errorCode: "ErrorCode",
      id: "Sid",
    },
  ],
  [
    "Infobip's message log",
    "Message ID;Bulk ID;From;To;Send At;Done At;Status;Error Code\n9a1;b7;4930123456;4915112345678;2026-05-01 09:30:00;2026-05-01 09:30:02;DELIVERED_TO_HANDSET;0".replaceAll(
      ";",
      "|",
    ),
    "exposures",
    {
      id: "Message ID",
      campaign: "Bulk ID",
      phoneNumberId: "From",
      contact: "To",
      sentAt: "Send At",
      deliveredAt: "Done At",
      status: "Status",
      errorCode: "Error Code",
    },
  ],
  [
    "360dialog style",
    "wa_id|message_id|template_name|message_status|timestamp\n4915112345678|wamid.A|promo_1|read|1795356180",
    "exposures",
    {
      contact: "wa_id",
      id: "message_id",
      template: "template_name",
      status: "message_status",
      sentAt: "timestamp",
    },
  ],
  [
    "Klaviyo's profiles",
    "Email|First Name|Phone Number|SMS Consent|SMS Consent Timestamp|Source|Date Added\na@b.c|Ann|+4915112345678|SUBSCRIBED|2026-05-01 09:30:00|Footer form|2026-05-01 09:30:00",
    "opt-ins",
    { contact: "Phone Number", optedInAt: "SMS Consent Timestamp", source: "Source" },
  ],
  [
    "Klaviyo's suppressions",
    "Email|Phone Number|Reason|Unsubscribed At\na@b.c|+4915112345678|UNSUBSCRIBED|2026-05-01 09:30:00",
    "signals",
    { contact: "Phone Number", kind: "Reason", occurredAt: "Unsubscribed At" },
  ],
  [
    "HubSpot's contacts",
    "Record ID|First Name|Last Name|WhatsApp Phone Number|Original Source|Create Date\n101|Ann|Lee|+49 151 12345678|Offline Sources|2026-05-01 09:30",
    "opt-ins",
    {
      id: "Record ID",
      contact: "WhatsApp Phone Number",
      source: "Original Source",
      optedInAt: "Create Date",
    },
  ],
  [
    "Mailchimp's subscribed",
    "Email Address|SMS Phone|MEMBER_RATING|OPTIN_TIME|OPTIN_IP|CONFIRM_TIME|LEID\na@b.c|+4915112345678|2|2026-05-01 09:30:00||2026-05-01 09:31:00|5",
    "opt-ins",
    { contact: "SMS Phone", optedInAt: "OPTIN_TIME" },
  ],
  [
    "Mailchimp's unsubscribed",
    "Email Address|SMS Phone|UNSUB_TIME|UNSUB_REASON\na@b.c|+4915112345678|2026-05-01 09:30:00|NORMAL",
    "signals",
    { contact: "SMS Phone", occurredAt: "UNSUB_TIME", kind: "=opt_out" },
  ],
  [
    "German opt-ins",
    "Telefonnummer|Quelle|Anmeldedatum\n0151 12345678|Kasse|01.05.2026 09:30",
    "opt-ins",
    { contact: "Telefonnummer", source: "Quelle", optedInAt: "Anmeldedatum" },
  ],
  [
    "German sends",
    "Nachrichten-ID|Empfänger|Absender|Vorlage|Kampagne|Gesendet am|Zugestellt am|Gelesen am|Status\nm1|+4915112345678|+4930123456|promo|Frühling|22.11.2026 10:00|22.11.2026 10:01||zugestellt",
    "exposures",
    {
      id: "Nachrichten-ID",
      contact: "Empfänger",
      phoneNumberId: "Absender",
      template: "Vorlage",
      campaign: "Kampagne",
      sentAt: "Gesendet am",
      deliveredAt: "Zugestellt am",
      readAt: "Gelesen am",
      status: "Status",
    },
  ],
  [
    "German opt-outs",
    "Handynummer|Abgemeldet am|Grund\n+4915112345678|22.11.2026 10:00|blockiert",
    "signals",
    { contact: "Handynummer", occurredAt: "Abgemeldet am", kind: "Grund" },
  ],
  [
    "Italian opt-ins",
    "Cellulare|Fonte|Data di iscrizione\n+393471234567|Negozio Milano|22/11/2026 10:00",
    "opt-ins",
    { contact: "Cellulare", source: "Fonte", optedInAt: "Data di iscrizione" },
  ],
  [
    "Italian sends",
    "ID messaggio|Destinatario|Mittente|Modello|Data invio|Stato\nm1|+393471234567|+390669821234|promo|22/11/2026 10:00|consegnato",
    "exposures",
    {
      id: "ID messaggio",
      contact: "Destinatario",
      phoneNumberId: "Mittente",
      template: "Modello",
      sentAt: "Data invio",
      status: "Stato",
    },
  ],
  [
    "Spanish opt-outs",
    "Teléfono móvil|Fecha de baja\n+34612345678|22/11/2026",
    "signals",
    { contact: "Teléfono móvil", occurredAt: "Fecha de baja", kind: "=opt_out" },
  ],
  [
    "Portuguese sends",
    "Número de celular|Nome do modelo|Campanha|Data de envio|Status de entrega\n+5511961234567|promo|Black Friday|22/11/2026 10:00|entregue",
    "exposures",
    {
      contact: "Número de celular",
      template: "Nome do modelo",
      campaign: "Campanha",
      sentAt: "Data de envio",
      status: "Status de entrega",
    },
  ],
  [
    "French opt-ins",
    "Numéro de téléphone|Formulaire|Date d'inscription\n+33612345678|Accueil|22/11/2026 10:00",
    "opt-ins",
    { contact: "Numéro de téléphone", source: "Formulaire", optedInAt: "Date d'inscription" },
  ],
  [
    "a status column that holds signals",
    "phone|status|date\n+4915112345678|unsubscribed|2026-05-01\n+4915112345679|blocked|2026-05-02",
    "signals",
    { contact: "phone", kind: "status", occurredAt: "date" },
  ],
  [
    "contacts found by their values alone",
    "c1|c2|signed_up_at|source\n1|+4915112345678|2026-05-01|shop",
    "opt-ins",
    { contact: "c2", source: "source", optedInAt: "signed_up_at" },
  ],
];

function guess(csv: string) {
  const [header = [], ...samples] = csv.split("\n").map((line) => line.split("|"));
  return { header, guess: guessMapping(header, samples) };
}

describe("the mapping of a file is guessed", () => {
  it.each(files)("%s", (_name, csv, kind, expected) => {
    const { header, guess: made } = guess(csv);
    expect(made.kind).toBe(kind);
    const found = Object.entries(made.byKind[kind].fields).map(([field, { origin }]) => [
      field,
      "column" in origin ? header[origin.column] : `=${origin.constant}`,
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it("says why and how sure, and what is missing", () => {
    const { guess: made } = guess("Handynummer|Date|Filiale\n0151 12345678|03/04/2026|Köln");
    const optIns = made.byKind["opt-ins"];
    expect(optIns.fields.contact).toMatchObject({
      sure: "high",
      why: '"Handynummer" is a usual name of contact',
    });
    expect(optIns.fields.optedInAt).toMatchObject({ sure: "medium" });
    expect(optIns.missing).toEqual(["source"]);
    // Neither order is chosen: the mapping stays incomplete until a person says which.
    expect(optIns.dates.optedInAt).toMatchObject({
      format: null,
      choose: { dmy: "3 April 2026", mdy: "4 March 2026" },
    });
    const mapping = mappingOfGuess(made, "opt-ins", { timeZone: "Europe/Berlin", country: "DE" });
    expect(checkMapping(mapping, 3).map((fault) => fault.field)).toEqual(["source", "optedInAt"]);
  });

  it("is not sure of anything in a file that says nothing", () => {
    const { guess: made } = guess("a|b\n1|2");
    expect(made).toMatchObject({ sure: "low", why: "No column says what the rows are" });
    expect(guessMapping([], []).byKind.exposures.missing).toEqual(["contact", "phoneNumberId", "sentAt"]);
  });
});
