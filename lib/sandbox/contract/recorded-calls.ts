/**
 * Requests as they go to a real account, each with an answer in the shape that Meta documents (values invented). The
 * double must answer every one of them in the same shape; `<…>` in a path stands for an id of the world asked.
 */
export interface RecordedCall {
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

const cursors = { before: "QVFIUmFh", after: "QVFIUmJi" };
const paging = { cursors };
const at = 1_759_392_000;
const healthy = (type: string) => ({
  entity_type: type,
  id: "330917284500611",
  can_send_message: "AVAILABLE",
});
const numbersHealth = {
  can_send_message: "AVAILABLE",
  entities: [healthy("PHONE_NUMBER"), healthy("WABA"), healthy("BUSINESS"), healthy("APP")],
};
const refusal = { message: "(#100) No.", type: "OAuthException", code: 100, fbtrace_id: "AbCdEf" };
const span = "start(<day>).end(<tomorrow>)";

export const recordedCalls: readonly RecordedCall[] = [
  {
    name: "a portfolio",
    method: "GET",
    path: "/<portfolio>?fields=id,name,verification_status,whatsapp_business_manager_messaging_limit",
    status: 200,
    answer: {
      id: "118220034455667",
      name: "Shop Group",
      verification_status: "verified",
      whatsapp_business_manager_messaging_limit: "TIER_10K",
    },
  },
  {
    name: "its own accounts",
    method: "GET",
    path: "/<portfolio>/owned_whatsapp_business_accounts?limit=100",
    status: 200,
    answer: {
      data: [
        { id: "204718350099121", name: "Shop", timezone_id: "57", message_template_namespace: "5f0c_90aa" },
      ],
      paging,
    },
  },
  {
    name: "accounts of clients, of which there are none",
    method: "GET",
    path: "/<portfolio>/client_whatsapp_business_accounts",
    status: 200,
    answer: { data: [] },
  },
  {
    name: "an account",
    method: "GET",
    path: "/<waba>?fields=id,name,currency,country,timezone_id,account_review_status,business_verification_status,ownership_type,owner_business_info,is_enabled_for_insights,health_status",
    status: 200,
    answer: {
      id: "204718350099121",
      name: "Shop",
      currency: "EUR",
      country: "DE",
      timezone_id: "57",
      account_review_status: "APPROVED",
      business_verification_status: "verified",
      ownership_type: "SELF",
      owner_business_info: { id: "118220034455667", name: "Shop Group" },
      is_enabled_for_insights: false,
      health_status: {
        can_send_message: "AVAILABLE",
        entities: [healthy("WABA"), healthy("BUSINESS"), healthy("APP")],
      },
    },
  },
  {
    name: "the numbers of an account, with the recommended fields",
    method: "GET",
    path: "/<waba>/phone_numbers?limit=100&fields=id,display_phone_number,verified_name,quality_rating,quality_score,whatsapp_business_manager_messaging_limit,throughput,status,name_status,code_verification_status,account_mode,platform_type,is_official_business_account,last_onboarded_time,health_status",
    status: 200,
    answer: {
      data: [
        {
          id: "330917284500611",
          display_phone_number: "+49 30 23125014",
          verified_name: "Shop",
          quality_rating: "GREEN",
          quality_score: { score: "GREEN", date: at, reasons: [] },
          whatsapp_business_manager_messaging_limit: "TIER_10K",
          throughput: { level: "STANDARD" },
          status: "CONNECTED",
          name_status: "APPROVED",
          code_verification_status: "VERIFIED",
          account_mode: "LIVE",
          platform_type: "CLOUD_API",
          is_official_business_account: false,
          last_onboarded_time: "2026-03-04T10:15:42+0000",
          health_status: numbersHealth,
        },
      ],
      paging,
    },
  },
  {
    name: "one field of one number, and always its id",
    method: "GET",
    path: "/<number>?fields=whatsapp_business_manager_messaging_limit",
    status: 200,
    answer: { whatsapp_business_manager_messaging_limit: "TIER_10K", id: "330917284500611" },
  },
  {
    name: "templates",
    method: "GET",
    path: "/<waba>/message_templates?limit=100&fields=id,name,language,category,status,quality_score,components,last_updated_time",
    status: 200,
    answer: {
      data: [
        {
          id: "721045998320117",
          name: "autumn_offer",
          language: "de",
          category: "MARKETING",
          status: "APPROVED",
          quality_score: { score: "GREEN", date: at },
          components: [
            { type: "BODY", text: "Hello {{1}}" },
            { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Stop promotions" }] },
          ],
          last_updated_time: "2026-03-04T10:15:42+0000",
        },
      ],
      paging,
    },
  },
  {
    name: "the score of one template",
    method: "GET",
    path: "/<template>?fields=quality_score",
    status: 200,
    answer: { quality_score: { score: "GREEN", date: at }, id: "721045998320117" },
  },
  {
    name: "two templates compared",
    method: "GET",
    path: "/<template>/compare?template_ids=[<other-template>]&start=<week-ago>&end=<now>",
    status: 200,
    answer: {
      data: [
        { metric: "BLOCK_RATE", type: "RELATIVE", order_by_relative_metric: ["721045998320117"] },
        {
          metric: "MESSAGE_SENDS",
          type: "NUMBER_VALUES",
          number_values: [{ key: "721045998320117", value: 1842 }],
        },
        {
          metric: "TOP_BLOCK_REASON",
          type: "STRING_VALUES",
          string_values: [{ key: "721045998320117", value: "NO_SIGN_UP" }],
        },
      ],
    },
  },
  {
    name: "messages sent and delivered",
    method: "GET",
    path: `/<waba>?fields=analytics.${span}.granularity(DAY)`,
    status: 200,
    answer: {
      analytics: {
        phone_numbers: ["493023125014"],
        country_codes: ["DE"],
        granularity: "DAY",
        data_points: [{ start: at, end: at + 86_400, sent: 4200, delivered: 4015 }],
      },
      id: "204718350099121",
    },
  },
  {
    name: "conversations",
    method: "GET",
    path: `/<waba>?fields=conversation_analytics.${span}.granularity(DAILY)`,
    status: 200,
    answer: {
      conversation_analytics: {
        data: [
          {
            data_points: [
              {
                start: at,
                end: at + 86_400,
                conversation: 310,
                phone_number: "493023125014",
                country: "DE",
                conversation_type: "REGULAR",
                conversation_direction: "UNKNOWN",
                conversation_category: "MARKETING",
                cost: 42.5,
              },
            ],
          },
        ],
      },
      id: "204718350099121",
    },
  },
  {
    name: "volumes and prices",
    method: "GET",
    path: `/<waba>?fields=pricing_analytics.${span}.granularity(DAILY)`,
    status: 200,
    answer: {
      pricing_analytics: {
        data: [
          {
            data_points: [
              {
                start: at,
                end: at + 86_400,
                country: "DE",
                tier: "0:100000",
                pricing_type: "REGULAR",
                pricing_category: "MARKETING",
                volume: 3900,
                cost: 421.2,
              },
            ],
          },
        ],
      },
      id: "204718350099121",
    },
  },
  {
    name: "template figures by day",
    method: "GET",
    path: "/<waba-with-insights>/template_analytics?granularity=DAILY&start=<day>&end=<tomorrow>&template_ids=[<template-with-insights>]",
    status: 200,
    answer: {
      data: [
        {
          granularity: "DAILY",
          product_type: "cloud_api",
          data_points: [
            {
              template_id: "721045998320117",
              start: at,
              end: at + 86_400,
              sent: 1800,
              delivered: 1722,
              read: 690,
              clicked: [{ type: "quick_reply_button", button_content: "Stop promotions", count: 61 }],
              cost: [{ type: "amount_spent", value: 185.9 }],
            },
          ],
        },
      ],
      paging,
    },
  },
  {
    name: "template figures where Meta offers none",
    method: "GET",
    path: "/<waba>/template_analytics?granularity=DAILY&start=<day>&end=<tomorrow>&template_ids=[<template>]",
    status: 400,
    answer: { error: { ...refusal, code: 200_005 } },
  },
  {
    name: "the app's subscription",
    method: "GET",
    path: "/<waba>/subscribed_apps",
    status: 200,
    answer: {
      data: [
        {
          whatsapp_business_api_data: {
            id: "771200345561208",
            link: "https://app.example",
            name: "Rating Watch",
          },
        },
      ],
    },
  },
  {
    name: "subscribing",
    method: "POST",
    path: "/<waba>/subscribed_apps",
    status: 200,
    answer: { success: true },
  },
  {
    name: "the token",
    method: "GET",
    path: "/debug_token?input_token=<token>",
    status: 200,
    answer: {
      data: {
        app_id: "771200345561208",
        type: "SYSTEM_USER",
        application: "Rating Watch",
        data_access_expires_at: 0,
        expires_at: 0,
        is_valid: true,
        issued_at: 1_757_318_400,
        scopes: ["whatsapp_business_management"],
        granular_scopes: [{ scope: "whatsapp_business_management", target_ids: ["204718350099121"] }],
        user_id: "122100448812345678",
      },
    },
  },
  {
    name: "a field that does not exist",
    method: "GET",
    path: "/<number>?fields=id,unified_cert_status",
    status: 400,
    answer: { error: refusal },
  },
  {
    name: "an object that is not there or not ours",
    method: "GET",
    path: "/999000999000999/phone_numbers",
    status: 400,
    answer: { error: { ...refusal, error_subcode: 33 } },
  },
];
