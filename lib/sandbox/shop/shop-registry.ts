/** A way in which the invented shop's customers opt in, as it would register it. */
export interface ShopMethod {
  readonly name: string;
  readonly kind: "website" | "qr-code" | "in-person" | "sms" | "import" | "in-app-signup" | "other";
  readonly owner: string;
  readonly launchedDaysAgo: number;
  readonly sources: readonly ShopSource[];
}

/** A place where people opt in there, and what they read. */
interface ShopSource {
  readonly key: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** What people are told that they will get; left out: nobody noted it. */
  readonly declaredKinds?: readonly { readonly kind: "marketing" | "utility"; readonly words: string }[];
  readonly wording?: { readonly language: string; readonly text: string };
}

/**
 * What the shop has registered. Its order page (`order-updates-ie`) comes in unregistered on purpose: somebody forgot,
 * and the sources page shows what that looks like. So do the sources that a scenario launches. The wordings are as shops have them: some
 * good, the prize draw's bad, two that nobody noted.
 */
export const shopMethods: readonly ShopMethod[] = [
  {
    name: "Checkout tick box",
    kind: "website",
    owner: "Online shop",
    launchedDaysAgo: 210,
    sources: [
      {
        ...{ key: "checkout-box-de", name: "Checkout box, German shop", country: "DE" },
        declaredKinds: [{ kind: "utility", words: "Bestellung und Lieferung" }],
        wording: {
          language: "de",
          text: "☐ Ja, Haselbrook Home darf mir Infos zu meiner Bestellung und Lieferung per WhatsApp schicken, höchstens vier Nachrichten je Bestellung. Abmelden: mit STOPP antworten.",
        },
      },
      { key: "checkout-box-se", name: "Checkout box, Swedish shop", country: "SE" },
    ],
  },
  {
    name: "Account and newsletter pages",
    kind: "website",
    owner: "CRM",
    launchedDaysAgo: 160,
    sources: [
      { key: "newsletter-fr", name: "Newsletter form, French shop", country: "FR" },
      {
        ...{ key: "account-page-uk", name: "Account page, UK shop", country: "GB" },
        declaredKinds: [
          { kind: "marketing", words: "offers" },
          { kind: "utility", words: "order updates" },
        ],
        wording: {
          language: "en",
          text: "☐ Send me order updates and offers from Haselbrook Home on WhatsApp. You can switch this off under My account > Messages.",
        },
      },
    ],
  },
  {
    name: "QR code on flyers",
    kind: "qr-code",
    owner: "Stores",
    launchedDaysAgo: 12,
    sources: [
      {
        ...{ key: "flyer-qr-berlin", name: "QR code on the Berlin flyer", country: "DE" },
        declaredKinds: [{ kind: "marketing", words: "Angebote" }],
        wording: {
          language: "de",
          text: "Code scannen, START senden: Angebote von Haselbrook Garden per WhatsApp. Wieder raus? STOPP senden.",
        },
      },
    ],
  },
  {
    name: "Prize draw on partner sites",
    kind: "website",
    owner: "Partnerships",
    launchedDaysAgo: 20,
    sources: [
      {
        ...{ key: "prize-draw-uk", name: "Prize draw form, partner site", country: "GB" },
        declaredKinds: [{ kind: "marketing", words: "prize news" }],
        wording: {
          language: "en",
          text: "[x] Win a garden set! By entering the draw you agree to the terms and to hear from our partners. Terms apply.",
        },
      },
    ],
  },
  {
    name: "Club card desk",
    kind: "in-person",
    owner: "Stores",
    launchedDaysAgo: 300,
    sources: [
      {
        ...{ key: "club-card-au", name: "Club card desk, Australia", country: "AU" },
        declaredKinds: [{ kind: "utility", words: "orders and club points" }],
        wording: {
          language: "en",
          text: "Sign here to get updates on your orders and club points from Haselbrook Outdoor on WhatsApp: ________",
        },
      },
    ],
  },
];
