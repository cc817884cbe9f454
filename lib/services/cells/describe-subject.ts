import type { FigureRow, FigureSubject } from "../../contracts/cells.ts";
import type { Dimensions } from "./open-dimensions.ts";

type Description = Pick<
  FigureRow,
  "key" | "id" | "name" | "state" | "methodId" | "methodName" | "methodKind" | "owner"
>;

const nothing = { id: null, state: null, methodId: null, methodName: null, methodKind: null, owner: null };

/** What a row of a ranked table is called and where its page is. */
export function describeSubject(
  subject: FigureSubject,
  key: string | null,
  dimensions: Dimensions,
): Description {
  if (key === null) return { ...nothing, key, name: nameOfNone[subject] };
  switch (subject) {
    case "source": {
      const source = dimensions.source(key);
      if (source === null) return { ...nothing, key, name: key };
      const { id, name, state, methodId, methodName, methodKind, owner } = source;
      return { key, id, name, state, methodId, methodName, methodKind, owner };
    }
    case "campaign": {
      const campaign = dimensions.campaign(key);
      if (campaign === null) return { ...nothing, key, name: key };
      const { id, name, state, owner } = campaign;
      return { ...nothing, key, id, name, state, owner };
    }
    case "method": {
      const method = dimensions.method(key);
      return {
        ...nothing,
        key,
        id: key,
        name: method?.name ?? key,
        methodId: key,
        methodName: method?.name ?? null,
        methodKind: method?.kind ?? null,
      };
    }
    case "phoneNumberId":
      return { ...nothing, key, id: key, name: key };
    case "template":
    case "cohort":
      return { ...nothing, key, name: key };
  }
}

const nameOfNone: Record<FigureSubject, string> = {
  source: "No opt-in known",
  method: "No method known",
  campaign: "No campaign named",
  template: "No template named",
  phoneNumberId: "No number",
  cohort: "No opt-in known",
};
