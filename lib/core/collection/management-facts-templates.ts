import {
  asObject,
  FactList,
  wordOf,
  words,
  type FactSubject,
  type ManagementFacts,
  type ManagementValue,
} from "./management-facts-reading.ts";

const statusEvents = words(
  "APPROVED ARCHIVED UNARCHIVED DELETED DISABLED FLAGGED IN_APPEAL LIMIT_EXCEEDED LOCKED PAUSED PENDING PENDING_DELETION REINSTATED REJECTED",
);
const titles = words("FIRST_PAUSE SECOND_PAUSE RATE_LIMITING_PAUSE UNPAUSE DISABLED");
const scores = words("GREEN YELLOW RED UNKNOWN");
const categories = words("MARKETING UTILITY AUTHENTICATION");

/** Announcements about one template. */
export function templateFacts(
  field: "message_template_status_update" | "message_template_quality_update" | "template_category_update",
  { value }: ManagementValue,
): ManagementFacts {
  const list = new FactList();
  const template: FactSubject = {
    kind: "template",
    id: idOf(value["message_template_id"]),
    name: wordOf(value["message_template_name"]),
    language: wordOf(value["message_template_language"])?.replace("-", "_") ?? null,
  };
  if (field === "template_category_update") readCategory(list, template, value);
  else if (field === "message_template_quality_update") readScore(list, template, value);
  else readStatus(list, template, value);
  return list;
}

function readStatus(list: FactList, template: FactSubject, value: ManagementValue["value"]): void {
  const event = wordOf(value["event"]);
  const title = wordOf(asObject(value["other_info"])["title"]);
  list.check("webhook.message_template_status_update.event", event, statusEvents);
  list.check("webhook.message_template_status_update.title", title, titles);
  // What becomes of a template that leaves the archive is not said, only that it left.
  if (event === "UNARCHIVED") list.event(template, "event", event);
  // Only approved templates are paused, so that is what an end of a pause leads to.
  const status = title === "UNPAUSE" && (event === null || event === "PAUSED") ? "APPROVED" : event;
  if (status !== null && status !== "UNARCHIVED") {
    list.state(template, "status", status);
    const stopped = status === "PAUSED" || status === "DISABLED";
    list.state(template, "pause_title", stopped ? title : null);
  }
  const reason = wordOf(value["reason"]) ?? wordOf(asObject(value["rejection_info"])["reason"]);
  if (reason !== null && reason !== "NONE") list.state(template, "rejected_reason", reason);
  const category = wordOf(value["message_template_category"]);
  if (category !== null) list.state(template, "category", category);
  list.check("template.category", category, categories);
}

function readScore(list: FactList, template: FactSubject, value: ManagementValue["value"]): void {
  const score = wordOf(value["new_quality_score"]);
  if (score === null) return;
  list.state(template, "quality_score", score, wordOf(value["previous_quality_score"]));
  list.check("template.quality_score", score, scores);
}

/** Two forms: the change itself, and a day before it the notice of what the category will become. */
function readCategory(list: FactList, template: FactSubject, value: ManagementValue["value"]): void {
  const correct = wordOf(value["correct_category"]);
  const present = wordOf(value["new_category"]);
  if (correct !== null) list.state(template, "correct_category", correct);
  if (present !== null) list.state(template, "category", present, wordOf(value["previous_category"]));
  for (const category of [correct, present]) list.check("template.category", category, categories);
}

function idOf(value: unknown): string | null {
  const id = wordOf(value);
  return id !== null && /^\d{1,40}$/.test(id) ? id : null;
}
