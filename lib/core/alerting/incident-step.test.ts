import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  incidentKindOf,
  incidentStep,
  transitionSeverity,
  type IncidentStep,
  type OpenIncidentView,
  type TransitionView,
} from "./incident-step.ts";

const transitions = {
  "fell YELLOW": { field: "quality_rating", to: "YELLOW", direction: "fell" },
  "fell RED": { field: "quality_rating", to: "RED", direction: "fell" },
  "improved YELLOW": { field: "quality_rating", to: "YELLOW", direction: "improved" },
  "recovered GREEN": { field: "quality_rating", to: "GREEN", direction: "recovered" },
  "token refused": { field: "access_token", to: "refused", direction: "fell" },
  "token improved": { field: "access_token", to: "accepted", direction: "improved" },
  "token accepted": { field: "access_token", to: "accepted", direction: "recovered" },
} as const satisfies Record<string, TransitionView>;

const views = {
  none: null,
  "open SEV1": { severity: "SEV1", state: "open" },
  "open SEV2": { severity: "SEV2", state: "open" },
  "acknowledged SEV1": { severity: "SEV1", state: "acknowledged" },
  "acknowledged SEV2": { severity: "SEV2", state: "acknowledged" },
} as const satisfies Record<string, OpenIncidentView | null>;

const nothing: IncidentStep = { kind: "none" };
const open = (severity: "SEV1" | "SEV2"): IncidentStep => ({ kind: "open", severity, speak: "opened" });
const worsen: IncidentStep = { kind: "worsen", severity: "SEV1", speak: "worsened" };
const improve: IncidentStep = { kind: "improve", severity: "SEV2", speak: null };
const resolve: IncidentStep = { kind: "resolve", speak: "resolved" };

describe("incidentStep", () => {
  // By hand. RED on a sending number is SEV1, YELLOW and a dead token are SEV2. Silent ones are listed, too.
  const table: readonly (readonly [keyof typeof views, keyof typeof transitions, IncidentStep])[] = [
    ["none", "fell YELLOW", open("SEV2")],
    ["none", "fell RED", open("SEV1")],
    ["none", "improved YELLOW", nothing],
    ["none", "recovered GREEN", nothing],
    ["none", "token refused", open("SEV2")],
    ["none", "token improved", nothing],
    ["none", "token accepted", nothing],
    ["open SEV1", "fell YELLOW", nothing],
    ["open SEV1", "fell RED", nothing],
    ["open SEV1", "improved YELLOW", improve],
    ["open SEV1", "recovered GREEN", resolve],
    ["open SEV1", "token refused", nothing],
    ["open SEV1", "token improved", improve],
    ["open SEV1", "token accepted", resolve],
    ["open SEV2", "fell YELLOW", nothing],
    ["open SEV2", "fell RED", worsen],
    ["open SEV2", "improved YELLOW", improve],
    ["open SEV2", "recovered GREEN", resolve],
    ["open SEV2", "token refused", nothing],
    ["open SEV2", "token improved", improve],
    ["open SEV2", "token accepted", resolve],
    ["acknowledged SEV1", "fell YELLOW", nothing],
    ["acknowledged SEV1", "fell RED", nothing],
    ["acknowledged SEV1", "improved YELLOW", improve],
    ["acknowledged SEV1", "recovered GREEN", resolve],
    ["acknowledged SEV1", "token refused", nothing],
    ["acknowledged SEV1", "token improved", improve],
    ["acknowledged SEV1", "token accepted", resolve],
    ["acknowledged SEV2", "fell YELLOW", nothing],
    ["acknowledged SEV2", "fell RED", worsen],
    ["acknowledged SEV2", "improved YELLOW", improve],
    ["acknowledged SEV2", "recovered GREEN", resolve],
    ["acknowledged SEV2", "token refused", nothing],
    ["acknowledged SEV2", "token improved", improve],
    ["acknowledged SEV2", "token accepted", resolve],
  ];

  it.each(table)("%s, %s", (view, transition, step) => {
    expect(incidentStep(views[view], transitions[transition])).toEqual(step);
  });

  it("lists every pair once", () => {
    const pairs = new Set(table.map(([view, transition]) => `${view} × ${transition}`));
    expect(pairs.size).toBe(Object.keys(views).length * Object.keys(transitions).length);
    expect(table).toHaveLength(pairs.size);
  });

  it("never speaks of something getting better, except at its end", () => {
    const spoken = table.filter(([, , step]) => step.kind !== "none" && step.speak !== null);
    for (const [, , step] of spoken) expect(["open", "worsen", "resolve"]).toContain(step.kind);
  });
});

/** What blinds us. By the brief of each kind: a collector that is silent and a lost subscription are SEV2, … */
const blinding = {
  "collector silent": { field: "collector", to: "silent", direction: "fell" },
  "collector blind": { field: "collector", to: "blind", direction: "fell" },
  "collector reads": { field: "collector", to: "reading", direction: "recovered" },
  "token 14 d": { field: "token_expiry", to: "14", direction: "fell" },
  "token 7 d": { field: "token_expiry", to: "7", direction: "fell" },
  "token 1 d": { field: "token_expiry", to: "1", direction: "fell" },
  "token renewed": { field: "token_expiry", to: null, direction: "recovered" },
  "subscription lost": { field: "webhook_subscription", to: "lost", direction: "fell" },
  "subscription back": { field: "webhook_subscription", to: null, direction: "recovered" },
  "number gone": { field: "visibility", to: "a", direction: "fell" },
  "one number back": { field: "visibility", to: "a", direction: "improved" },
  "numbers back": { field: "visibility", to: null, direction: "recovered" },
  "field gone": { field: "graph_field", to: "throughput", direction: "fell" },
  "one field back": { field: "graph_field", to: "throughput", direction: "improved" },
  "fields back": { field: "graph_field", to: null, direction: "recovered" },
  "webhooks silent": { field: "webhooks", to: "silent", direction: "fell" },
  "webhooks heard": { field: "webhooks", to: null, direction: "recovered" },
} as const satisfies Record<string, TransitionView>;

describe("incidentStep for what blinds us", () => {
  // One line a transition: what it does to no incident, and to one that is open or acknowledged at SEV2, SEV3, INFO.
  // open!2 opens at SEV2 and speaks, worse!2 speaks again and wants a new acknowledgement, ease:2 says nothing.
  const table: Readonly<Record<keyof typeof blinding, string>> = {
    "collector silent": "open!2 - - worse!2 worse!2 worse!2 worse!2",
    "collector blind": "open!2 - - worse!2 worse!2 worse!2 worse!2",
    "collector reads": "- end! end! end! end! end! end!",
    "token 14 d": "open!I - - - - - -",
    "token 7 d": "open!3 - - - - worse!3 worse!3",
    "token 1 d": "open!2 - - worse!2 worse!2 worse!2 worse!2",
    "token renewed": "- end! end! end! end! end! end!",
    "subscription lost": "open!2 - - worse!2 worse!2 worse!2 worse!2",
    "subscription back": "- end! end! end! end! end! end!",
    "number gone": "open!2 worse!2 worse!2 worse!2 worse!2 worse!2 worse!2",
    "one number back": "- ease:2 ease:2 ease:2 ease:2 ease:2 ease:2",
    "numbers back": "- end! end! end! end! end! end!",
    "field gone": "open!3 worse!3 worse!3 worse!3 worse!3 worse!3 worse!3",
    "one field back": "- ease:3 ease:3 ease:3 ease:3 ease:3 ease:3",
    "fields back": "- end! end! end! end! end! end!",
    "webhooks silent": "open!3 - - - - worse!3 worse!3",
    "webhooks heard": "- end! end! end! end! end! end!",
  };
  const opened: readonly (OpenIncidentView | null)[] = [
    null,
    ...(["SEV2", "SEV3", "INFO"] as const).flatMap((severity) =>
      (["open", "acknowledged"] as const).map((state) => ({ severity, state })),
    ),
  ];
  const stepOf = (word: string): IncidentStep => {
    const severity = word.endsWith("I") ? "INFO" : word.endsWith("3") ? "SEV3" : "SEV2";
    if (word.startsWith("open")) return { kind: "open", severity, speak: "opened" };
    if (word.startsWith("worse")) return { kind: "worsen", severity, speak: "worsened" };
    if (word.startsWith("ease")) return { kind: "improve", severity, speak: null };
    return word === "end!" ? resolve : nothing;
  };

  it.each(Object.entries(table))("%s: %s", (transition, line) => {
    const steps = opened.map((view) => incidentStep(view, blinding[transition as keyof typeof blinding]));
    expect(steps).toEqual(line.split(" ").map(stepOf));
  });

  it("lists every transition in every state", () => {
    expect(Object.keys(table)).toEqual(Object.keys(blinding));
    for (const line of Object.values(table)) expect(line.split(" ")).toHaveLength(opened.length);
  });
});

describe("transitionSeverity", () => {
  it.each([
    ["quality_rating", "RED", "SEV1"],
    ["quality_rating", "YELLOW", "SEV2"],
    ["quality_rating", null, "SEV2"],
    ["access_token", "refused", "SEV2"],
    ["access_token", "RED", "SEV2"],
  ] as const)("%s to %s is %s", (field, to, severity) => {
    expect(transitionSeverity({ field, to, direction: "fell" })).toBe(severity);
  });
});

describe("incidentKindOf", () => {
  it("keeps the two causes apart, so that one cannot end the other", () => {
    expect(incidentKindOf("quality_rating")).toBe("rating-fell");
    expect(incidentKindOf("access_token")).toBe("token-dead");
    const fields = [...Object.values(transitions), ...Object.values(blinding)].map(({ field }) => field);
    const kinds = new Set(fields.map(incidentKindOf));
    expect(kinds.size).toBe(new Set(fields).size);
  });
});

/** What the service keeps for one cause; the commands are what Meta and people do to it. */
interface Ledger {
  incidents: { severity: "SEV1" | "SEV2"; state: "open" | "acknowledged" | "resolved"; byHand: boolean }[];
  said: string[];
}
interface Expected {
  unhealthy: boolean;
  worst: "SEV1" | "SEV2" | null;
}
const active = (ledger: Ledger) => ledger.incidents.filter((incident) => incident.state !== "resolved");

class Transition implements fc.Command<Expected, Ledger> {
  readonly view: TransitionView;
  constructor(view: TransitionView) {
    this.view = view;
  }
  check = () => true;
  run(model: Expected, ledger: Ledger) {
    const now = active(ledger)[0];
    const step = incidentStep(
      now === undefined || now.state === "resolved" ? null : { severity: now.severity, state: now.state },
      this.view,
    );
    const before = ledger.incidents.filter((incident) => incident.state === "resolved").length;
    if (step.kind === "open") {
      ledger.incidents.push({ severity: step.severity as "SEV1" | "SEV2", state: "open", byHand: false });
    } else if (step.kind === "worsen") {
      Object.assign(now!, { severity: step.severity, state: "open" });
    } else if (step.kind === "improve") {
      Object.assign(now!, { severity: step.severity });
    } else if (step.kind === "resolve") {
      Object.assign(now!, { state: "resolved" });
    }
    if (step.kind !== "none" && step.speak !== null) ledger.said.push(step.speak);

    const { direction } = this.view;
    if (direction === "fell") {
      const severity = transitionSeverity(this.view) as "SEV1" | "SEV2";
      model.unhealthy = true;
      model.worst = model.worst === "SEV1" ? "SEV1" : severity;
    } else if (direction === "improved") {
      model.worst = model.unhealthy ? "SEV2" : null;
    } else {
      model.unhealthy = false;
      model.worst = null;
    }
    expect(active(ledger)).toHaveLength(model.unhealthy ? 1 : 0);
    expect(active(ledger)[0]?.severity ?? null).toBe(model.worst);
    const resolvedNow = ledger.incidents.filter((incident) => incident.state === "resolved").length - before;
    expect(resolvedNow > 0).toBe(direction === "recovered" && now !== undefined);
    // A page that got worse must be taken again, also by the one who had it.
    if (step.kind === "worsen" || step.kind === "open") expect(active(ledger)[0]!.state).toBe("open");
  }
  toString = () => `${this.view.direction} to ${this.view.to}`;
}

class Acknowledge implements fc.Command<Expected, Ledger> {
  check = (model: Readonly<Expected>) => model.unhealthy;
  run(_model: Expected, ledger: Ledger) {
    active(ledger)[0]!.state = "acknowledged";
  }
  toString = () => "acknowledge";
}

class ResolveByHand implements fc.Command<Expected, Ledger> {
  check = (model: Readonly<Expected>) => model.unhealthy;
  run(model: Expected, ledger: Ledger) {
    Object.assign(active(ledger)[0]!, { state: "resolved", byHand: true });
    Object.assign(model, { unhealthy: false, worst: null });
  }
  toString = () => "resolve by hand";
}

describe("the life of an incident", () => {
  it.each(["rating", "token"])(
    "P7 %s: at most one is open, and only recovery or a person ends it",
    (cause) => {
      const own = Object.values(transitions).filter(
        (view) => (view.field === "quality_rating") === (cause === "rating"),
      );
      const commands = [
        ...own.map((view) => fc.constant(new Transition(view))),
        fc.constant(new Acknowledge()),
        fc.constant(new ResolveByHand()),
      ];
      fc.assert(
        fc.property(fc.commands(commands, { maxCommands: 50 }), (sequence) => {
          const ledger: Ledger = { incidents: [], said: [] };
          fc.modelRun(() => ({ model: { unhealthy: false, worst: null }, real: ledger }), sequence);
          const opened = ledger.said.filter((word) => word === "opened").length;
          const ended = ledger.said.filter((word) => word === "resolved").length;
          expect(opened).toBe(ledger.incidents.length);
          expect(ended).toBe(
            ledger.incidents.filter((incident) => incident.state === "resolved" && !incident.byHand).length,
          );
        }),
        { numRuns: 200 },
      );
    },
  );
});
