/** The languages whose words are known. */
export const wordingLanguages = ["en", "it", "es", "pt", "de"] as const;
export type WordingLanguage = (typeof wordingLanguages)[number];

/**
 * What one language says for the things the rules look for, as phrases of `compilePhrases`: folded (small letters without accents), a blank
 * for any room between words, `*` for the rest of a word, `…` for some words of the same sentence.
 */
export interface Lexicon {
  /** Numbers in words, and "a" where it stands for one. */
  readonly number: string;
  /** Messages in general, of no channel. */
  readonly message: string;
  /** A noun after "every", "each" or "per" that tells no occasion for a message. */
  readonly noOccasion: string;
  /** What a message can be about, in any of its forms. */
  readonly topic: string;
  /** Somebody sends a message; a word in capitals or quotes after it is what to send. */
  readonly sendVerb: readonly string[];
  /** WhatsApp is named, but not as where messages come: a share button, a help line. It counts when the sentence also says that something is received. */
  readonly whatsappElsewhere: readonly string[];
  /** It is said that WhatsApp is not used. */
  readonly whatsappDenied: readonly string[];
  /** A person gets something, or a business sends it. */
  readonly receive: readonly string[];
  /** Messages come, said without a channel. */
  readonly receiveMessages: readonly string[];
  /** Channels other than WhatsApp. */
  readonly otherChannel: readonly string[];
  /** Something a person does to agree. */
  readonly act: readonly string[];
  /** Something a person is asked to agree to: an act where the sentence is a question. */
  readonly askAct: readonly string[];
  /** The box is ticked beforehand. */
  readonly preTicked: readonly string[];
  /** Consent is part of something else. */
  readonly bundled: readonly string[];
  /** Consent is assumed unless the person objects, or nobody is asked. */
  readonly assumed: readonly string[];
  /** Kinds of messages that tell what to expect. */
  readonly kind: readonly string[];
  /** Words of kinds where they do not say what is sent. */
  readonly notKind: readonly string[];
  /** How often messages come. */
  readonly frequency: readonly string[];
  /** How often something else happens. */
  readonly notFrequency: readonly string[];
  /** How often other channels are used: no answer where WhatsApp or messages are named, too. */
  readonly notFrequencyHere: readonly string[];
  /** How to stop, whole. */
  readonly stop: readonly string[];
  /** Messages end, said without a way. */
  readonly stopVerb: readonly string[];
  /** Ways, which say how to stop where the sentence says that messages end. */
  readonly way: readonly string[];
  /** A way out of something else. */
  readonly notStop: readonly string[];
  /** A way out of other channels: no answer where WhatsApp or messages are named, too. */
  readonly notStopHere: readonly string[];
}
