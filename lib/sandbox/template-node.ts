import { healthOfTemplate } from "./health-status.ts";
import { isoWithoutColon, unixSeconds, type NodeType } from "./node-view.ts";
import type { Template } from "./world-model.ts";

/** Fields of a message template; every (name, language) pair is a node of its own. */
export const templateNode: NodeType<Template> = {
  name: "WhatsAppMessageTemplate",
  defaults: ["name", "parameter_format", "components", "language", "status", "category"],
  fields: {
    name: (template) => template.name,
    language: (template) => template.language,
    category: (template) => template.category,
    previous_category: (template) => template.previousCategory,
    correct_category: () => undefined,
    sub_category: () => undefined,
    status: (template) => template.status,
    rejected_reason: (template) => template.rejectedReason ?? "NONE",
    quality_score: (template) =>
      template.score === "UNKNOWN"
        ? { score: "UNKNOWN" }
        : { score: template.score, date: unixSeconds(template.scoredAt) },
    components: (template) => [
      { type: "BODY", text: template.bodyText },
      ...(template.buttons.length === 0
        ? []
        : [{ type: "BUTTONS", buttons: template.buttons.map((text) => ({ type: "QUICK_REPLY", text })) }]),
    ],
    parameter_format: () => "POSITIONAL",
    library_template_name: () => undefined,
    cta_url_link_tracking_opted_out: () => false,
    message_send_ttl_seconds: () => undefined,
    created_time: (template) => isoWithoutColon(template.createdAt),
    last_updated_time: (template) => isoWithoutColon(template.updatedAt),
    health_status: healthOfTemplate,
  },
};

/** The filters of the `message_templates` edge that a client may send. */
export function filterTemplates(
  templates: readonly Template[],
  params: URLSearchParams,
): readonly Template[] {
  const tests: readonly [string, (template: Template, wanted: string) => boolean][] = [
    ["status", (template, wanted) => names(wanted).includes(template.status)],
    ["category", (template, wanted) => names(wanted).includes(template.category)],
    ["language", (template, wanted) => names(wanted).includes(template.language.toUpperCase())],
    ["quality_score", (template, wanted) => names(wanted).includes(template.score)],
    ["name", (template, wanted) => template.name.includes(wanted)],
    ["content", (template, wanted) => template.bodyText.includes(wanted)],
    ["name_or_content", (template, wanted) => `${template.name} ${template.bodyText}`.includes(wanted)],
  ];
  return tests.reduce((left, [param, isMatch]) => {
    const wanted = params.get(param);
    return wanted === null ? left : left.filter((template) => isMatch(template, wanted));
  }, templates);
}

/** One value, a comma list or a JSON list, in capitals. */
function names(text: string): readonly string[] {
  return text.toUpperCase().match(/\w+/g) ?? [];
}
