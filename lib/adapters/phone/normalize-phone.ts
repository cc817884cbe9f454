import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { contactIdentity } from "../../core/messages/contact-identity.ts";
import type { PhoneReading } from "../../core/imports/phone-reading.ts";

/**
 * A phone number of a file as E.164, the same that the API makes of it. With `+` or `00` it is international and taken
 * as it is. Without, it is international when no country is stated; with a stated country it is national if that
 * country's plan has such a number, or international if one of the world has, and refused when it could be both.
 *
 * @param raw the cell, prefixes such as `whatsapp:` already taken off.
 * @param country ISO 3166-1 letters of the country in which national numbers are; null when none is stated.
 */
export function normalizePhone(raw: string, country: string | null): PhoneReading {
  if (raw.length > 64) return { ok: false, message: "is longer than any phone number" };
  const text = raw.normalize("NFKC").replace(/\p{Cf}/gu, "");
  const international = contactIdentity(raw, "phone");
  const isPrefixed = saysPrefix(text);
  if (international !== null && (country === null || isPrefixed)) {
    return { ok: true, contact: international.slice("tel:".length) };
  }
  if (isPrefixed) return readPrefixed(text);
  if (country === null) return { ok: false, message: whatIsWrong(text) };
  const known = countryOf(country);
  if (known === null)
    return { ok: false, message: `is in the country ${country.slice(0, 8)}, which does not exist` };
  return readWithCountry(text, international, known);
}

/** ISO letters in capitals when there is a numbering plan for them, else null. */
export function countryOf(letters: string): CountryCode | null {
  const upper = letters.trim().toUpperCase();
  return isSupportedCountry(upper) ? upper : null;
}

/** Written with a country's code behind it, in whatever digits. */
function saysPrefix(text: string): boolean {
  return /^[\s(]*(?:\+|[0٠۰०][\s-]*[0٠۰०])/u.test(text);
}

/** `+49 (0)151 …`: whether that zero belongs to the number, the plan of the country tells. */
function readPrefixed(text: string): PhoneReading {
  const parsed = validOrNull(parse(text.replace(/^[\s(]*00/, "+")));
  if (parsed !== null) return { ok: true, contact: parsed.number };
  return { ok: false, message: whatIsWrong(text) };
}

function readWithCountry(text: string, international: string | null, country: CountryCode): PhoneReading {
  const national = validOrNull(parse(text, country));
  const world = international === null ? null : validOrNull(parse(international.slice("tel:".length)));
  if (national === null && world === null) {
    return {
      ok: false,
      message: letters(text) ?? `is no phone number of ${country}, nor of another country`,
    };
  }
  if (world === null || world.number === national?.number)
    return { ok: true, contact: national?.number ?? "" };
  // `4915112345678` also fits Germany's plan for a fixed line, but a mobile of the same country is what is meant.
  const isOwnMobile =
    world.country === country && isMobile(world) && national !== null && !isMobile(national);
  if (national === null || isOwnMobile) return { ok: true, contact: world.number };
  return {
    ok: false,
    message: `could be a number of ${country} or one with the country code +${world.countryCallingCode}; write it with + and its country code`,
  };
}

function validOrNull(parsed: PhoneNumber | null): PhoneNumber | null {
  return parsed?.isValid() === true ? parsed : null;
}

function isMobile(number: PhoneNumber): boolean {
  const type = number.getType();
  return type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE";
}

function parse(text: string, country?: CountryCode): PhoneNumber | null {
  // Not searched for in a longer text, and an extension is not the number of a person.
  const options = country === undefined ? { extract: false } : { extract: false, defaultCountry: country };
  const parsed = parsePhoneNumberFromString(text, options);
  return parsed === undefined || parsed.ext !== undefined ? null : parsed;
}

function letters(text: string): string | null {
  return /\p{L}/u.test(text) ? "is not a phone number" : null;
}

function whatIsWrong(text: string): string {
  const digits = text.replace(/\P{Nd}/gu, "").length;
  const wordy = letters(text);
  if (wordy !== null) return wordy;
  if (digits < 6) return "is too short for a phone number";
  if (digits > 17) return "is too long for a phone number, or holds two";
  return saysPrefix(text)
    ? "is no phone number of any country"
    : "is a national number without its country; state the country of the file, or write it with + and its country code";
}
