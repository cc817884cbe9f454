import type { ActivationMethodDto, CampaignDto, OptInSourceDto } from "@/lib/contracts/registry.ts";
import { kindsWords } from "./declared-kind-words.ts";
import { methodKindLabels } from "./method-kind-labels.ts";
import { rampWords } from "./ramp-words.ts";

type Row = (string | null)[];

const tags = (list: readonly string[]) => list.join(", ");
const entryHead = ["Key", "Name", "State", "Merged into", "Owner", "Tags", "Added"];
const entryCells = ({ key, name, state, mergedInto, owner, tags: given, createdAt }: CampaignDto): Row => [
  ...[key, name, state, mergedInto?.key ?? null, owner, tags(given), createdAt],
];

/** Lists of the registry as tables for a spreadsheet, with their heads. An empty cell: nobody has said. */
export const registryCsv = {
  methods: (list: readonly ActivationMethodDto[]): Row[] => [
    [
      ...["Name", "Kind", "State", "Launch", "Planned launch", "Ramp", "Declared messages", "Owner", "Tags"],
      ...["Sources", "Added"],
    ],
    ...list.map((method) => [
      ...[
        method.name,
        methodKindLabels[method.kind],
        method.state,
        method.launchedAt,
        method.plannedLaunchAt,
      ],
      method.ramp === null ? null : rampWords(method.ramp),
      method.declaredKinds === null ? null : kindsWords(method.declaredKinds),
      ...[method.owner, tags(method.tags), String(method.sourceCount), method.createdAt],
    ]),
  ],
  sources: (list: readonly OptInSourceDto[]): Row[] => [
    [...entryHead, "Activation method", "Country", "Declared messages"],
    ...list.map((source) => [
      ...entryCells(source),
      ...[source.activationMethodName, source.country],
      source.declaredKinds === null ? null : kindsWords(source.declaredKinds),
    ]),
  ],
  campaigns: (list: readonly CampaignDto[]): Row[] => [entryHead, ...list.map(entryCells)],
};
