import { z } from "zod";
import { pageQuery } from "./page.ts";
import * as registry from "./registry.ts";

const none = z.strictObject({});
const methods = "/api/v1/activation-methods";
const sources = "/api/v1/opt-in-sources";
const campaigns = "/api/v1/campaigns";

/** The part of the endpoint table (endpoints.ts) about activation methods, opt-in sources and campaigns. */
export const registryEndpoints = {
  listActivationMethods: {
    ...read(methods, "Ways in which people opt in", registry.activationMethodListShape),
    query: registry.activationMethodListQuery,
  },
  createActivationMethod: {
    ...act(
      methods,
      "Register a way to opt in",
      registry.createActivationMethodBody,
      registry.activationMethodShape,
    ),
    status: 201,
  },
  getActivationMethod: read(`${methods}/{id}`, "One activation method", registry.activationMethodShape),
  updateActivationMethod: {
    ...act(
      `${methods}/{id}`,
      "Change name, kind, owner, tags or ramp, and until it is launched its launch and plan",
      registry.updateActivationMethodBody,
      registry.activationMethodShape,
    ),
    method: "PATCH",
  },
  launchActivationMethod: act(
    `${methods}/{id}/launch`,
    "Launch it now, or say when it was or will be; against a reviewer's refusal, with a reason",
    registry.launchActivationMethodBody,
    registry.activationMethodShape,
  ),
  holdActivationMethod: {
    ...act(
      `${methods}/{id}/hold`,
      "Note that a launched method is held, and why",
      registry.moveActivationMethodBody,
      registry.activationMethodShape,
    ),
    right: "registry.hold",
  },
  resumeActivationMethod: act(
    `${methods}/{id}/resume`,
    "Note that a held method runs again",
    registry.moveActivationMethodBody,
    registry.activationMethodShape,
  ),
  retireActivationMethod: act(
    `${methods}/{id}/retire`,
    "End a method for good; its history stays",
    registry.moveActivationMethodBody,
    registry.activationMethodShape,
  ),
  listActivationMethodChanges: changes(`${methods}/{id}/changes`, "What was done to a method, newest first"),

  listOptInSources: {
    ...read(
      sources,
      "Places where methods run, newest first; state=unregistered for keys that data brought",
      registry.optInSourceListShape,
    ),
    query: registry.optInSourceListQuery,
  },
  createOptInSource: {
    ...act(
      sources,
      "Register a place where a method runs; claims the key if data named it before",
      registry.createOptInSourceBody,
      registry.optInSourceShape,
    ),
    status: 201,
  },
  getOptInSource: read(`${sources}/{id}`, "One opt-in source", registry.optInSourceShape),
  updateOptInSource: {
    ...act(
      `${sources}/{id}`,
      "Rename a source, change owner or tags, or move it to another method; the key stays",
      registry.updateOptInSourceBody,
      registry.optInSourceShape,
    ),
    method: "PATCH",
  },
  claimOptInSource: act(
    `${sources}/{id}/claim`,
    "Give a key that data brought a name, an owner and its method",
    registry.claimOptInSourceBody,
    registry.optInSourceShape,
  ),
  mergeOptInSource: act(
    `${sources}/{id}/merge`,
    "Let another source stand for this one; can be undone",
    registry.mergeEntryBody,
    registry.optInSourceShape,
  ),
  splitOffOptInSource: act(
    `${sources}/{id}/split-off`,
    "Undo the merge of a source: it is what it was before",
    none,
    registry.optInSourceShape,
  ),
  retireOptInSource: act(
    `${sources}/{id}/retire`,
    "Mark a source as no longer in use; its history stays",
    none,
    registry.optInSourceShape,
  ),
  listOptInSourceChanges: changes(`${sources}/{id}/changes`, "What was done to a source, newest first"),
  listSourceWordings: {
    ...read(
      `${sources}/{id}/wordings`,
      "What people read at a source, newest version first",
      registry.sourceWordingListShape,
    ),
    query: pageQuery,
  },
  addSourceWording: {
    ...act(
      `${sources}/{id}/wordings`,
      "Add the next version of what people read at a source",
      registry.addSourceWordingBody,
      registry.sourceWordingShape,
    ),
    status: 201,
  },

  listCampaigns: {
    ...read(
      campaigns,
      "Planned sets of sends, newest first; state=unregistered for keys that data brought",
      registry.campaignListShape,
    ),
    query: registry.campaignListQuery,
  },
  createCampaign: {
    ...act(
      campaigns,
      "Register a campaign; claims the key if data named it before",
      registry.createCampaignBody,
      registry.campaignShape,
    ),
    status: 201,
  },
  getCampaign: read(`${campaigns}/{id}`, "One campaign", registry.campaignShape),
  updateCampaign: {
    ...act(
      `${campaigns}/{id}`,
      "Rename a campaign, change owner or tags; the key stays",
      registry.updateCampaignBody,
      registry.campaignShape,
    ),
    method: "PATCH",
  },
  claimCampaign: act(
    `${campaigns}/{id}/claim`,
    "Give a key that data brought a name and an owner",
    registry.claimCampaignBody,
    registry.campaignShape,
  ),
  mergeCampaign: act(
    `${campaigns}/{id}/merge`,
    "Let another campaign stand for this one; can be undone",
    registry.mergeEntryBody,
    registry.campaignShape,
  ),
  splitOffCampaign: act(
    `${campaigns}/{id}/split-off`,
    "Undo the merge of a campaign: it is what it was before",
    none,
    registry.campaignShape,
  ),
  retireCampaign: act(
    `${campaigns}/{id}/retire`,
    "Mark a campaign as over; its history stays",
    none,
    registry.campaignShape,
  ),
  listCampaignChanges: changes(`${campaigns}/{id}/changes`, "What was done to a campaign, newest first"),
} as const;

function read<R extends z.ZodType>(path: string, summary: string, response: R) {
  return { method: "GET", path, summary, right: "registry.read", response, status: 200 } as const;
}

function act<B extends z.ZodType, R extends z.ZodType>(path: string, summary: string, body: B, response: R) {
  return { method: "POST", path, summary, right: "registry.write", body, response, status: 200 } as const;
}

function changes(path: string, summary: string) {
  return { ...read(path, summary, registry.registryChangeListShape), query: pageQuery } as const;
}
