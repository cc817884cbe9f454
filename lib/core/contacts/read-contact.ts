import { contactIdentity } from "../messages/contact-identity.ts";

/** A contact as a sender gave it. `identity` is hashed and never stored; `hash` is 64 small hexadecimal characters. */
export type ReadContact =
  | { readonly form: "phone" | "user-id"; readonly identity: string }
  | {
      readonly form: "hash";
      readonly hash: string;
      /** Of the contact key under which the sender hashed. */
      readonly keyVersion: number;
      /** The sender wrote the version; without it, the first one is meant. */
      readonly versionGiven: boolean;
    };

export type ContactFault = { readonly form: "fault"; readonly message: string };

const hash = /^(?:v([1-9][0-9]{0,5}):)?([0-9a-f]{64})$/i;
const hashAttempt = /^(?:v[0-9]*:|sha256[:=]|hmac[:=]|[0-9a-f]{28,}$)/i;
const letters = /\p{L}/u;

/**
 * Reads a contact: a phone number with its country, a WhatsApp user id such as `DE.1a2B`, or a keyed hash, which may
 * say the version of its key (`v2:` and 64 hexadecimal characters). docs/hash-contacts.md is the page for senders.
 *
 * Messages of faults are written to stand behind the field's name and never hold what was given: they end in answers,
 * logs and error files, where no number may be.
 */
export function readContact(raw: unknown): ReadContact | ContactFault {
  if (raw === undefined || raw === null || raw === "") return fault("is missing");
  if (typeof raw === "number") return phone(raw);
  if (typeof raw !== "string") return fault("must be text");
  const text = raw.trim();
  if (text === "") return fault("is missing");
  const match = hash.exec(text);
  if (match !== null) {
    const [, version, hex = ""] = match;
    const versionGiven = version !== undefined;
    const keyVersion = versionGiven ? Number(version) : 1;
    return { form: "hash", hash: hex.toLowerCase(), keyVersion, versionGiven };
  }
  if (hashAttempt.test(text)) return fault(badHash);
  if (!letters.test(text)) return phone(text);
  const identity = contactIdentity(text, "user-id");
  return identity === null ? fault(unreadable) : { form: "user-id", identity };
}

const unreadable = "is no phone number with its country (+49…), no WhatsApp user id (DE.…) and no hash";
const badHash =
  "is no hash that we make: 64 hexadecimal characters, with the key's version before them if it is not the first (v2:…)";

function phone(raw: string | number): ReadContact | ContactFault {
  const identity = contactIdentity(raw, "phone");
  if (identity !== null) return { form: "phone", identity };
  const national = typeof raw === "string" && /^\(?0(?!0)/.test(raw);
  return fault(national ? "is a national number: write it with + and the country's code" : unreadable);
}

function fault(message: string): ContactFault {
  return { form: "fault", message };
}
