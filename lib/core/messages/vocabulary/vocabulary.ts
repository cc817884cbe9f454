/**
 * What people say in one language when they want no more messages, or want them again. Every entry is a list of
 * phrases parted by commas, written as the language writes them; matching ignores case, accents and punctuation.
 */
export interface Vocabulary {
  /** ISO 639-1. */
  readonly language: string;
  /** How text is cut: into words, or into characters where the language puts no spaces or puts them freely. */
  readonly cut?: "words" | "characters";
  /** True where accents part words that have nothing to do with each other, as in Vietnamese. */
  readonly keepsAccents?: boolean;
  /** True where a negation follows what it negates: "iptal istemiyorum" wants no cancellation. */
  readonly verbLast?: boolean;
  /** Commands that stop, also with words of `fill` around them. */
  readonly stop: string;
  /** Commands that mean nothing else, whatever stands beside them on a button. */
  readonly leave: string;
  /** Commands that mean other things in a sentence, and on a menu's button: they count as a text of their own. */
  readonly alone: string;
  /** What stops together with a word of `objects` only: "cancel" is anything, "cancel newsletter" is plain. */
  readonly verbs: string;
  /** Negations that stop together with a word of `objects`; before a command they turn it round. */
  readonly nots: string;
  /** What is stopped: messages, ads, a subscription. */
  readonly objects: string;
  /** Words that change nothing beside a command: pronouns, articles, "sending", "from your". Never a negation. */
  readonly fill: string;
  readonly polite: string;
  /** What makes a question a request: "could you". A question without it asks for something else. */
  readonly ask: string;
  /** Commands that take a stop back. */
  readonly resume: string;
  /** Words that turn a button's meaning round, or show that it is about something else. */
  readonly keep: string;
}
