import type { ReadWording } from "../read-wording.ts";
import type { RuleAnswer } from "../wording-finding.ts";

/** What a business is by law: nobody says it, so the name is known without it. */
const legalForms = new Set(
  (
    "gmbh mbh ag kg ohg gbr ug ek ev eg kgaa se srl srls spa snc sas ss scarl scrl scpa onlus aps asd ssd ets sl slu sa sau scoop sc cb sociedad " +
    "limitada lda ltda unipessoal eireli me epp mei sgps ltd limited llc llp lp inc incorporated plc corp corporation co cic pty pte bv nv " +
    "oy ab aps kft haftungsbeschrankt gemeinnutzige ggmbh cooperativa coop societa"
  ).split(" "),
);
/** Words that stand in many names and make none by themselves. */
const general = new Set(
  (
    "the and of for in at by on a an il lo la le i gli di del della dello dei delle da dal e ed el los las de y o os as do da dos das der die das den und am im zur zum fur von van und & " +
    "group gruppe gruppo grupo holding company compagnia compania companhia international internazionale internacional europe europa deutschland italia italy espana spain portugal brasil brazil germany uk usa online digital services service servizi servicios servicos " +
    "shop store stores tienda tiendas loja lojas negozio negozi laden markt market mercado supermarket supermercado supermercati supermercados retail trading commercial " +
    "pizzeria pizzaria pizzas ristorante restaurant restaurante trattoria osteria bar cafe caffe kaffee bistro bakery backerei panificio panaderia padaria pasticceria pasteleria pastelaria konditorei hotel albergo hostal hostel pousada pension b&b agriturismo " +
    "clinic clinica klinik praxis studio studi ambulatorio poliambulatorio centro center centre zentrum medical medico dental dentale dentistico odontologia odontologica zahnarztpraxis zahnarzt arztpraxis farmacia apotheke pharmacy parafarmacia hospital ospedale krankenhaus veterinaria veterinario tierarztpraxis fisioterapia physiotherapie " +
    "bank banca banco sparkasse volksbank assicurazioni seguros versicherung versicherungen insurance finance financial credit credito " +
    "school scuola escuela escola colegio schule university universita universidad universidade universitat academy accademia academia akademie institute istituto instituto institut kindergarten " +
    "gym palestra gimnasio fitness fitnessstudio sport sports sportverein club clube verein associazione asociacion associacao societa sociedad sociedade fondazione fundacion fundacao stiftung foundation comune ayuntamiento camara prefeitura municipio stadt gemeinde council city town " +
    "church chiesa iglesia igreja kirche parrocchia parroquia paroquia kirchengemeinde pfarrei " +
    "auto autohaus autos cars car motors motor concessionaria concesionario concessionaria werkstatt garage autofficina oficina taller " +
    "telecom telekom telecomunicazioni telecomunicaciones energia energy energie strom gas luz luce mobile " +
    "viaggi viajes viagens reisen reiseburo travel tours tour airlines airline airways " +
    "immobiliare inmobiliaria imobiliaria immobilien real estate properties " +
    "hair salon salone peluqueria cabeleireiro friseur friseursalon beauty estetica estetico barber parrucchieri moda mode fashion boutique ottica optik optica optics libreria libros buchhandlung books bookshop livraria " +
    "dr dott dottor dottoressa doctor dra prof sig ing avv rechtsanwalte kanzlei steuerberatung law legal consulting solutions software systems technologies technology tech media lab labs"
  ).split(" "),
);

const address =
  /\S+@\S+|https?:\/\/\S+|www\.\S+|(?<![\p{L}\p{N}])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|net|org|io|co|eu|de|it|es|pt|br|uk|app|shop|store|me|info|at|ch|example|test|online|dev)(?:\/\S*)?(?![\p{L}\p{N}])|@[\p{L}\p{N}_.]+/gu;

/** Does the name of the business stand in the words that people read? */
export function namesBusiness(wording: ReadWording, business: string): RuleAnswer {
  const tokens = tokensOf(business);
  if (tokens.length === 0) return { ok: false, reason: "no-name-given", at: null };
  const read = wording.text.replace(address, (found) => " ".repeat(found.length));
  const core = tokens.filter((token) => !legalForms.has(token));
  const distinct = core.filter((token) => !general.has(token));
  for (const name of namesOf(core.length === 0 ? tokens : core, distinct)) {
    for (const { index, 0: words } of read.matchAll(nameExpression(name))) {
      const isName = name.length > 1 || standsAlone(wording, index, index + words.length, tokens);
      if (isName) return { ok: true, reason: "met", at: { start: index, end: index + words.length } };
    }
  }
  const short = core.length >= 2 ? acronymOf(core, wording, read) : null;
  if (short !== null) return { ok: true, reason: "met", at: short };
  const brand = distinct[0] ?? core[0] ?? "";
  const inAddress = brand.length < 3 ? -1 : wording.text.indexOf(brand);
  return inAddress === -1
    ? { ok: false, reason: "missing", at: null }
    : { ok: false, reason: "address-only", at: { start: inAddress, end: inAddress + brand.length } };
}

/** Whether one word of a name is written as a name, and not as the first of another one: "Green Valley" is not "Green Leaf". */
function standsAlone(wording: ReadWording, start: number, end: number, tokens: readonly string[]): boolean {
  if (!/[\p{Lu}\p{N}]/u.test(wording.cased.slice(start, end))) return false;
  if (wording.hasCapitalNouns || tokens.length === 1) return true;
  const next = /^[ -](\p{Lu}\p{Ll}+)/u.exec(wording.cased.slice(end, end + 40))?.[1]?.toLowerCase();
  return next === undefined || general.has(next) || tokens.includes(next) || next.startsWith("what");
}

/** The words of a name, folded; dots inside "S.r.l." and the like are no ends of words. */
function tokensOf(business: string): string[] {
  return business
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .toLowerCase()
    .replace(
      /(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu,
      (dotted) => `${dotted.replace(/[.\s]/g, "")} `,
    )
    .split(/[^\p{L}\p{N}&]+/u)
    .filter((token) => token !== "" && token !== "&");
}

/** The forms a name is known by, the fullest first. */
function namesOf(core: readonly string[], distinct: readonly string[]): string[][] {
  const names: string[][] = [[...core]];
  if (distinct.length > 0) {
    names.push([...distinct]);
    // People say the first words of a long name; one short word alone could be anything.
    if (distinct.length > 2) names.push(distinct.slice(0, 2));
    const [first = ""] = distinct;
    if (first.length >= 4 || distinct.length === 1) names.push([first]);
    const from = core.indexOf(first);
    for (let to = core.length - 1; to > from; to -= 1) names.push(core.slice(0, to));
    // "Taquería El Güero" is "El Güero" to its guests.
    const rest = distinct.slice(1);
    if (rest.join("").length >= 4) names.push(rest);
  }
  return names.filter((name) => name.join("").length >= 2);
}

/** A word as German declines it: "des Blauen Kreuzes". */
function inflected(word: string): string {
  const plain = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const stem = /^(\p{L}{3,})(?:e[nrsm]?)$/u.exec(word)?.[1];
  return stem === undefined ? `${plain}(?:e?s|en)?` : `${stem}e[nrsm]?`;
}

function nameExpression(name: readonly string[]): RegExp {
  const joined = name
    .map(inflected)
    .join(
      "[\\s\\-'.&+,_]*(?:(?:and|und|e|y|et|&|di|da|do|de|del|della|dello|dei|das|dos|du|of|the|a|al|il|lo|la|le|el|los|las|von|vom|am|im|zum|zur|der|die|den|fur|for)[\\s\\-']+)?",
    );
  return new RegExp(`(?<![\\p{L}\\p{N}])${joined}(?:'s)?(?![\\p{L}\\p{N}])`, "gu");
}

/** The first letters of a name of several words, written in capitals. */
function acronymOf(core: readonly string[], wording: ReadWording, read: string) {
  const small = new Set(
    "the and of for in di del della de da do dos das la le el los der die das und fur e y".split(" "),
  );
  const letters = core.filter((token) => !small.has(token)).map((token) => token[0] ?? "");
  if (letters.length < 3) return null;
  const expression = new RegExp(`(?<![\\p{L}\\p{N}])${letters.join("\\.?")}\\.?(?![\\p{L}\\p{N}])`, "gu");
  for (const { index, 0: found } of read.matchAll(expression)) {
    const written = wording.cased.slice(index, index + found.length);
    if (written === written.toUpperCase()) return { start: index, end: index + found.length };
  }
  return null;
}
