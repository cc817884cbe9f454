import type { LateNumber } from "./story.ts";
import type { PortfolioBlueprint, SourceBlueprint } from "./world-blueprint.ts";

/**
 * The demo's cast: an invented shop group. Phone numbers come from the ranges that regulators keep for fiction where the
 * country has one (Germany, France, United Kingdom, Sweden, Australia, Ireland).
 */
const waba = { home: "204718350099121", outdoor: "204718350099348", service: "204718350099577" } as const;
const number = {
  home: "330917284500611",
  maison: "330917284500742",
  kingdom: "330917284500859",
  sweden: "330917284501026",
  australia: "330917284501193",
  service: "330917284501277",
  garden: "330917284501385",
} as const;
const template = {
  autumn: "721045998320117",
  autumnFrench: "721045998320250",
  prizeDraw: "721045998320364",
  stock: "721045998320481",
  trails: "721045998320599",
  shipped: "721045998320616",
  delivery: "721045998320733",
  garden: "721045998320848",
  flash: "721045998320965",
} as const;

const stopButton = "Stop promotions";
const stopButtons = { de: "Werbung stoppen", fr: "Stop aux promotions", sv: "Stoppa erbjudanden" } as const;

/** The names by which stories and tests speak of the cast. */
export const demoCast = { portfolio: "118220034455667", waba, number, template } as const;

export const demoShop: PortfolioBlueprint = {
  id: demoCast.portfolio,
  name: "Haselbrook Group",
  limit: "TIER_10K",
  wabas: [
    {
      id: waba.home,
      name: "Haselbrook Home",
      country: "DE",
      insightsEnabled: false,
      phoneNumbers: [
        {
          id: number.home,
          displayPhoneNumber: "+49 30 23125412",
          verifiedName: "Haselbrook Home",
          onboardedDaysAgo: 412,
        },
        {
          id: number.maison,
          displayPhoneNumber: "+33 1 99 00 47 18",
          verifiedName: "Haselbrook Maison",
          country: "FR",
          onboardedDaysAgo: 301,
        },
        {
          id: number.kingdom,
          displayPhoneNumber: "+44 20 7946 0142",
          verifiedName: "Haselbrook Home UK",
          country: "GB",
          onboardedDaysAgo: 288,
        },
      ],
      templates: [
        {
          id: template.autumn,
          name: "autumn_offer",
          language: "de",
          bodyText: "Hallo {{1}}, unsere Herbstangebote für Küche und Bad sind da.",
          buttons: [stopButtons.de, "Angebote ansehen"],
          usualDailySends: 960,
        },
        {
          id: template.autumnFrench,
          name: "autumn_offer",
          language: "fr",
          bodyText: "Bonjour {{1}}, les nouveautés d'automne sont arrivées.",
          buttons: [stopButtons.fr],
          usualDailySends: 670,
        },
        {
          id: template.prizeDraw,
          name: "prize_draw_news",
          language: "en_GB",
          bodyText: "Hello {{1}}, here is this week's letter from Haselbrook.",
          buttons: [stopButton, "Read more"],
          usualDailySends: 860,
        },
        {
          id: template.flash,
          name: "flash_sale",
          language: "en_GB",
          bodyText: "Hello {{1}}, today only: a quarter off everything.",
          buttons: [stopButton],
          usualDailySends: 40,
        },
      ],
    },
    {
      id: waba.outdoor,
      name: "Haselbrook Outdoor",
      country: "AU",
      currency: "AUD",
      timezoneId: "14",
      phoneNumbers: [
        {
          id: number.sweden,
          displayPhoneNumber: "+46 8 465 004 31",
          verifiedName: "Haselbrook Friluft",
          country: "SE",
          onboardedDaysAgo: 190,
        },
        {
          id: number.australia,
          displayPhoneNumber: "+61 2 5550 1178",
          verifiedName: "Haselbrook Outdoor",
          onboardedDaysAgo: 233,
        },
      ],
      templates: [
        {
          id: template.stock,
          name: "back_in_stock",
          language: "sv",
          bodyText: "Hej {{1}}, varan du väntade på finns i lager igen.",
          buttons: [stopButtons.sv],
          usualDailySends: 570,
        },
        {
          id: template.trails,
          name: "trail_news",
          language: "en",
          bodyText: "Hello {{1}}, three new trails near you this month.",
          buttons: [stopButton],
          usualDailySends: 620,
        },
        {
          id: template.garden,
          name: "garden_welcome",
          language: "en",
          score: "UNKNOWN",
          bodyText: "Hello {{1}}, welcome to Haselbrook Garden.",
          buttons: [stopButton],
          usualDailySends: 700,
        },
      ],
    },
    {
      id: waba.service,
      name: "Haselbrook Service",
      country: "IE",
      insightsEnabled: false,
      phoneNumbers: [
        {
          id: number.service,
          displayPhoneNumber: "+353 20 915 0287",
          verifiedName: "Haselbrook Service",
          onboardedDaysAgo: 377,
        },
      ],
      templates: [
        {
          id: template.shipped,
          name: "order_shipped",
          language: "en",
          category: "UTILITY",
          bodyText: "Your order {{1}} is on its way.",
          usualDailySends: 500,
        },
        {
          id: template.delivery,
          name: "delivery_update",
          language: "de",
          category: "UTILITY",
          bodyText: "Ihre Lieferung {{1}} kommt am {{2}}.",
          usualDailySends: 260,
        },
      ],
    },
  ],
  sources: [
    source(
      "checkout-box-de",
      "Checkout box, German shop",
      "autumn",
      number.home,
      template.autumn,
      40,
      0.0025,
      true,
      { language: "de" },
    ),
    source(
      "flyer-qr-berlin",
      "QR code on the Berlin flyer",
      "autumn",
      number.home,
      template.autumn,
      42,
      0.066,
      false,
      { language: "de" },
    ),
    source(
      "newsletter-fr",
      "Newsletter form, French shop",
      "autumn",
      number.maison,
      template.autumnFrench,
      28,
      0.003,
      true,
      { language: "fr", writes: "no-source" },
    ),
    source(
      "account-page-uk",
      "Account page, UK shop",
      "weekly",
      number.kingdom,
      template.prizeDraw,
      36,
      0.0028,
    ),
    source(
      "prize-draw-uk",
      "Prize draw form, partner site",
      "weekly",
      number.kingdom,
      template.prizeDraw,
      38,
      0.069,
      false,
    ),
    source(
      "checkout-box-se",
      "Checkout box, Swedish shop",
      "stock",
      number.sweden,
      template.stock,
      24,
      0.0022,
      true,
      { language: "sv", writes: "no-source" },
    ),
    source(
      "club-card-au",
      "Club card desk, Australia",
      "trails",
      number.australia,
      template.trails,
      26,
      0.003,
      true,
      { adId: "120210330917284" },
    ),
    source(
      "order-updates-ie",
      "Order page, updates by WhatsApp",
      "orders",
      number.service,
      template.shipped,
      30,
      0.001,
      true,
      { writes: "nothing" },
    ),
    source(
      "garden-waitlist",
      "Garden waiting list",
      "garden",
      number.garden,
      template.garden,
      30,
      0.0026,
      false,
      { language: "de" },
    ),
    // The sources below wait for a scenario that launches them.
    source(
      "popup-ticked-de",
      "Pop-up with a ticked box",
      "autumn",
      number.home,
      template.autumn,
      36,
      0.046,
      false,
      { language: "de" },
    ),
    source(
      "crm-import-au",
      "List bought from a broker",
      "trails",
      number.australia,
      template.trails,
      90,
      0.08,
      false,
      {
        unreachableShare: 0.24,
        stoppedShare: 0.07,
        ignoresStops: true,
        audience: 2_500,
      },
    ),
    source(
      "flash-sms-uk",
      "Text message after a purchase",
      "flash",
      number.kingdom,
      template.flash,
      5,
      0.055,
      false,
    ),
    source(
      "parcel-alerts-ie",
      "Parcel alerts for a partner",
      "parcels",
      number.service,
      template.shipped,
      760,
      0.002,
      false,
      { audience: 60_000 },
    ),
  ],
};

/** Joins some minutes after the start, so that a number without a colour can be seen too. */
export const lateNumber: LateNumber = {
  wabaId: waba.outdoor,
  blueprint: {
    id: number.garden,
    displayPhoneNumber: "+49 89 99998 236",
    verifiedName: "Haselbrook Garden",
    country: "DE",
    rating: "UNKNOWN",
    onboardedDaysAgo: 0,
  },
};

/** The two sources that go wrong, and the numbers they spoil. */
export const poisonedSources = [
  { sourceKey: "flyer-qr-berlin", phoneNumberId: number.home },
  { sourceKey: "prize-draw-uk", phoneNumberId: number.kingdom },
] as const;

export const lateSourceKey = "garden-waitlist";

function source(
  key: string,
  name: string,
  campaign: string,
  phoneNumberId: string,
  templateId: string,
  sendsPerHour: number,
  blockTendency: number,
  active = true,
  traits: Partial<SourceBlueprint> = {},
): SourceBlueprint {
  return { key, name, campaign, phoneNumberId, templateId, sendsPerHour, blockTendency, active, ...traits };
}
