import { z } from "zod";
import {
  addSourceWordingBody,
  createActivationMethodBody,
  createCampaignBody,
  createOptInSourceBody,
  givenInstant,
  methodStates,
} from "./registry.ts";

const method = createActivationMethodBody.shape;
const entry = createCampaignBody.shape;
const noneOr = <T extends z.ZodType>(shape: z.ZodOptional<T>) => shape.unwrap().nullable();
const tags = entry.tags.unwrap();
const entryState = {
  state: z.enum(["registered", "merged", "retired"]),
  /** The key of the entry that stands for this one. */
  mergedInto: entry.key.nullable(),
};

/**
 * The registry as one document: what people entered, in an order that does not change, without ids. Every field is there but those that came later, and null says
 * that nobody has said.
 */
export const registryDocumentShape = z.strictObject({
  format: z.literal("staygreen-registry"),
  version: z.literal(1),
  /** Known by their names. */
  methods: z
    .array(
      z.strictObject({
        name: method.name,
        kind: method.kind,
        owner: noneOr(method.owner),
        tags,
        /** Of a method that is neither held nor retired the launch decides. */
        state: z.enum(methodStates),
        launchedAt: givenInstant.nullable(),
        plannedLaunchAt: givenInstant.nullable(),
        ramp: noneOr(method.ramp),
        /** Absent in documents from before kinds were declared: what is here stays. */
        declaredKinds: noneOr(method.declaredKinds).optional(),
      }),
    )
    .max(1000, "must be at most 1,000"),
  /** Known by their keys. Keys that only data named are not among them. */
  sources: z
    .array(
      z.strictObject({
        key: entry.key,
        name: entry.name,
        /** The name of its method. */
        method: method.name.nullable(),
        country: noneOr(createOptInSourceBody.shape.country),
        declaredKinds: noneOr(createOptInSourceBody.shape.declaredKinds).optional(),
        owner: noneOr(entry.owner),
        tags,
        ...entryState,
      }),
    )
    .max(5000, "must be at most 5,000"),
  campaigns: z
    .array(
      z.strictObject({ key: entry.key, name: entry.name, owner: noneOr(entry.owner), tags, ...entryState }),
    )
    .max(5000, "must be at most 5,000"),
  wordings: z
    .array(
      z.strictObject({
        /** The key of the source. */
        source: entry.key,
        version: z.int().min(1),
        language: addSourceWordingBody.shape.language,
        text: addSourceWordingBody.shape.text,
        url: noneOr(addSourceWordingBody.shape.url),
        effectiveAt: givenInstant,
      }),
    )
    .max(10_000, "must be at most 10,000"),
});
export type RegistryDocument = z.infer<typeof registryDocumentShape>;
export type DocumentMethod = RegistryDocument["methods"][number];
export type DocumentSource = RegistryDocument["sources"][number];
export type DocumentCampaign = RegistryDocument["campaigns"][number];
export type DocumentWording = RegistryDocument["wordings"][number];

export const registryLists = ["methods", "sources", "campaigns", "wordings"] as const;
export type RegistryList = (typeof registryLists)[number];

export const registryImportQuery = z.strictObject({
  /** true: nothing is stored; the answer says what would be. */
  dryRun: z.enum(["true", "false"]).default("false"),
});

const row = z.object({ list: z.enum(registryLists), key: z.string() });
export const registryImportShape = z.object({
  /** False after a dry run, and when there are faults. */
  applied: z.boolean(),
  made: z.array(row),
  changed: z.array(row.extend({ fields: z.array(z.string()) })),
  /** Rows that are here already as they stand in the document. */
  left: z.int(),
  /** What stands in the way, by row and field ("sources.3.method"). Only a dry run answers with any. */
  faults: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type RegistryImportDto = z.infer<typeof registryImportShape>;

/** The part of the endpoint table (endpoints.ts) about the registry as one document. */
export const registryDocumentEndpoints = {
  exportRegistry: {
    method: "GET",
    path: "/api/v1/registry",
    summary: "The whole registry as one document, to keep or to bring into another installation",
    right: "registry.read",
    response: registryDocumentShape,
    status: 200,
  },
  importRegistry: {
    method: "POST",
    path: "/api/v1/registry",
    summary:
      "Bring a registry in: what is missing is made, what differs is changed, nothing is removed; all or nothing",
    right: "registry.write",
    query: registryImportQuery,
    body: registryDocumentShape,
    response: registryImportShape,
    status: 200,
  },
} as const;
