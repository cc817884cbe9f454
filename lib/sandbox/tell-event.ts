import { digitsOf } from "./analytics-fields.ts";
import {
  accountAlert,
  accountBan,
  accountRestriction,
  businessCapabilityUpdate,
  phoneNumberQualityUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from "./management-changes.ts";
import type { WebhookChange } from "./webhook-envelope.ts";
import { limitUsers, type Template, type WorldEvent } from "./world-model.ts";
import type { World } from "./world.ts";

/** One change and the account it is told to. */
export interface Telling {
  readonly wabaId: string;
  readonly change: WebhookChange;
}

/** What Meta would tell about an event, and to which account. Nothing, for many; never a number's colour. */
export function tellEvent(
  world: World,
  event: Exclude<WorldEvent, { kind: "messages-sent" }>,
): readonly Telling[] {
  switch (event.kind) {
    case "template-score-changed":
      return aboutTemplate(world, event.templateId, (template) => templateQualityUpdate(template, event));
    case "template-paused":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({
          template,
          event: "PAUSED",
          title: event.ordinal === 1 ? "FIRST_PAUSE" : "SECOND_PAUSE",
          description: `Paused for ${event.hours} hours because of low quality.`,
        }),
      );
    case "template-unpaused":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({
          template,
          event: "APPROVED",
          title: "UNPAUSE",
          description: "The pause is over.",
        }),
      );
    case "template-disabled":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({ template, event: "DISABLED", title: "DISABLED", disabledAt: event.at }),
      );
    case "template-reinstated":
      return aboutTemplate(world, event.templateId, (template) =>
        templateStatusUpdate({ template, event: "REINSTATED" }),
      );
    case "limit-changed": {
      const users = limitUsers[event.to];
      const change = businessCapabilityUpdate({ limit: Number.isFinite(users) ? users : "UNLIMITED" });
      return (world.findPortfolio(event.portfolioId)?.wabas ?? []).map((waba) => ({
        wabaId: waba.id,
        change,
      }));
    }
    case "throughput-upgraded":
      return aboutNumber(world, event.phoneNumberId, "THROUGHPUT_UPGRADE");
    case "number-onboarded":
      return aboutNumber(world, event.phoneNumberId, "ONBOARDING");
    case "account-warned": {
      const entityId = world.findWaba(event.wabaId)?.portfolioId ?? "";
      const alertType = "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED";
      return [
        { wabaId: event.wabaId, change: accountAlert({ entityType: "BUSINESS", entityId, alertType }) },
      ];
    }
    case "account-restricted": {
      return [{ wabaId: event.wabaId, change: accountRestriction(event.types, event.until) }];
    }
    case "account-disabled": {
      const date = new Date(event.at).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
      return [{ wabaId: event.wabaId, change: accountBan("DISABLE", date) }];
    }
    case "announced":
      return [{ wabaId: event.wabaId, change: { field: event.field, value: event.value } }];
    case "account-unrestricted":
    case "limit-reached":
    case "rating-changed":
    case "source-launched":
    case "source-held":
      return [];
  }
}

function aboutTemplate(
  world: World,
  templateId: string,
  changeOf: (template: Template) => WebhookChange,
): readonly Telling[] {
  const template = world.findTemplate(templateId);
  return template === undefined ? [] : [{ wabaId: template.wabaId, change: changeOf(template) }];
}

function aboutNumber(world: World, phoneNumberId: string, event: string): readonly Telling[] {
  const number = world.findPhoneNumber(phoneNumberId);
  if (number === undefined) return [];
  const waba = world.findWaba(number.wabaId);
  const limit = world.findPortfolio(waba?.portfolioId ?? "")?.limit;
  const change = phoneNumberQualityUpdate({
    digits: digitsOf(number),
    event,
    ...(event === "THROUGHPUT_UPGRADE" ? { currentLimit: "TIER_UNLIMITED" } : {}),
    ...(limit === undefined ? {} : { limitPerBusiness: limit }),
  });
  return [{ wabaId: number.wabaId, change }];
}
