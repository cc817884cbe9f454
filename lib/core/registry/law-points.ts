/** A rule of law that an opt-in may fall under, and what to look for in the flow. Points to check, not advice. */
export interface LawPoint {
  /** The law and the place in it. */
  readonly law: string;
  readonly check: string;
  /** Where the law can be read, of the authority itself; null where no lasting address is known. */
  readonly url: string | null;
}

const gdpr: readonly LawPoint[] = [
  {
    law: "GDPR, Articles 4(11) and 7 and Recital 32",
    check:
      "Consent is an act of its own, informed and not tied to something else; silence and ticked boxes are none. You can show who agreed to what and when. Withdrawing is as easy as agreeing.",
    url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  },
  {
    law: "Directive 2002/58/EC, Article 13, as the country has put it into law",
    check:
      "Advertising by electronic message needs consent given before, with few exceptions for own customers and similar products; every message says how to stop.",
    url: "https://eur-lex.europa.eu/eli/dir/2002/58/oj",
  },
];

const own: Readonly<Record<string, readonly LawPoint[]>> = {
  DE: [
    {
      law: "UWG, § 7",
      check: "Advertising by electronic message needs express consent given before.",
      url: "https://www.gesetze-im-internet.de/uwg_2004/__7.html",
    },
  ],
  AT: [
    {
      law: "TKG 2021, § 174",
      check: "Electronic messages for advertising need consent given before.",
      url: null,
    },
  ],
  IT: [
    {
      law: "D.Lgs. 196/2003, art. 130",
      check: "Promotional messages by automated means need the person's consent.",
      url: "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legislativo:2003-06-30;196",
    },
  ],
  ES: [
    {
      law: "Ley 34/2002 (LSSI), arts. 21 and 22",
      check: "Commercial messages need to be asked for or agreed to before; a simple and free way to refuse.",
      url: "https://www.boe.es/buscar/act.php?id=BOE-A-2002-13758",
    },
  ],
  PT: [
    {
      law: "Lei 41/2004, art. 13.º-A",
      check: "Unasked messages for direct marketing need express consent given before.",
      url: null,
    },
  ],
  FR: [
    {
      law: "Code des postes et des communications électroniques, art. L34-5",
      check: "Direct marketing by electronic message needs consent given before.",
      url: null,
    },
  ],
  GB: [
    {
      law: "PECR 2003, regulation 22",
      check:
        "Marketing by electronic mail, which direct messages count as, needs consent or the narrow exception for own customers.",
      url: "https://www.legislation.gov.uk/uksi/2003/2426/regulation/22",
    },
    {
      law: "UK GDPR, Articles 4(11) and 7",
      check: "Consent is a clear act, can be shown, and is as easy to withdraw as to give.",
      url: "https://www.legislation.gov.uk/eur/2016/679/contents",
    },
  ],
  CH: [
    {
      law: "UWG, Art. 3 Abs. 1 lit. o",
      check:
        "Mass advertising by telecommunication needs consent, the right sender and a free way to refuse.",
      url: "https://www.fedlex.admin.ch/eli/cc/1988/223_223_223/de",
    },
  ],
  BR: [
    {
      law: "Lei 13.709/2018 (LGPD), arts. 7 and 8",
      check:
        "Consent is free, informed and for stated purposes, in writing or otherwise shown; it can be revoked at any time.",
      url: "https://www.planalto.gov.br/ccivil_03/_ato2015-2018/2018/lei/l13709.htm",
    },
  ],
  AR: [
    {
      law: "Ley 25.326, arts. 5 and 27",
      check: "Consent is express and informed; people may ask at any time to be taken off advertising lists.",
      url: null,
    },
  ],
  CO: [
    {
      law: "Ley 1581 de 2012, art. 9, and Ley 2300 de 2023",
      check:
        "Authorization is given before and informed; advertising and collection messages keep to the channels agreed to and to permitted hours.",
      url: null,
    },
  ],
  US: [
    {
      law: "TCPA, 47 CFR 64.1200",
      check:
        "For automated marketing texts and calls: written consent given before that names the seller and is not a condition of a purchase. Whether messaging apps fall under it is for your lawyer.",
      url: "https://www.ecfr.gov/current/title-47/section-64.1200",
    },
  ],
  CA: [
    {
      law: "CASL (S.C. 2010, c. 23), sections 6, 10 and 11",
      check:
        "Express consent with the purpose and the sender's name; every message names the sender and a way to unsubscribe, which is honoured within 10 business days.",
      url: "https://laws-lois.justice.gc.ca/eng/acts/E-1.6/",
    },
  ],
  AU: [
    {
      law: "Spam Act 2003, sections 16 to 18",
      check: "Consent, the sender's name and a working way to unsubscribe in each commercial message.",
      url: "https://www.legislation.gov.au/C2004A01214/latest",
    },
  ],
  IN: [
    {
      law: "Digital Personal Data Protection Act 2023, sections 5 and 6",
      check:
        "A notice with the request; consent that is free, specific, informed, unconditional and a clear act, as easy to withdraw.",
      url: null,
    },
  ],
  ZA: [
    {
      law: "POPIA, section 69",
      check:
        "Direct marketing by electronic communication needs consent or the exception for own customers; a person who is not a customer may be asked once only.",
      url: null,
    },
  ],
};

/** Where the GDPR holds: the members of the European Union, and Iceland, Liechtenstein and Norway. */
const gdprCountries = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" "),
);

/** What to check by the law of a country (ISO 3166-1 alpha-2); empty where none is kept here, which says nothing of its law. */
export function lawPoints(country: string): LawPoint[] {
  return [...(gdprCountries.has(country) ? gdpr : []), ...(own[country] ?? [])];
}
