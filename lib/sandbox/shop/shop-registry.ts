/** A way in which the invented shop's customers opt in, as it would register it. */
export interface ShopMethod {
  readonly name: string;
  readonly kind: "website" | "qr-code" | "in-person" | "sms" | "import" | "in-app-signup" | "other";
  readonly owner: string;
  readonly launchedDaysAgo: number;
  readonly sources: readonly { readonly key: string; readonly name: string }[];
}

/**
 * What the shop has registered. Its order page (`order-updates-ie`) comes in unregistered on purpose: somebody forgot,
 * and the sources page shows what that looks like. So do the sources that a scenario launches.
 */
export const shopMethods: readonly ShopMethod[] = [
  {
    name: "Checkout tick box",
    kind: "website",
    owner: "Online shop",
    launchedDaysAgo: 210,
    sources: [
      { key: "checkout-box-de", name: "Checkout box, German shop" },
      { key: "checkout-box-se", name: "Checkout box, Swedish shop" },
    ],
  },
  {
    name: "Account and newsletter pages",
    kind: "website",
    owner: "CRM",
    launchedDaysAgo: 160,
    sources: [
      { key: "newsletter-fr", name: "Newsletter form, French shop" },
      { key: "account-page-uk", name: "Account page, UK shop" },
    ],
  },
  {
    name: "QR code on flyers",
    kind: "qr-code",
    owner: "Stores",
    launchedDaysAgo: 12,
    sources: [{ key: "flyer-qr-berlin", name: "QR code on the Berlin flyer" }],
  },
  {
    name: "Prize draw on partner sites",
    kind: "website",
    owner: "Partnerships",
    launchedDaysAgo: 20,
    sources: [{ key: "prize-draw-uk", name: "Prize draw form, partner site" }],
  },
  {
    name: "Club card desk",
    kind: "in-person",
    owner: "Stores",
    launchedDaysAgo: 300,
    sources: [{ key: "club-card-au", name: "Club card desk, Australia" }],
  },
];
