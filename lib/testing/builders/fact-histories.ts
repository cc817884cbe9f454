import { createHash } from "node:crypto";
import {
  partsOfSignal,
  splitParts,
  touchOf,
  wholeShare,
  type ExposureFact,
  type OptInFact,
  type OptInTouch,
  type SignalFact,
  type SignalPart,
} from "../../core/cells/attribute-facts.ts";
import type { Random } from "../../sandbox/seeded-random.ts";

export const historyStart = Date.UTC(2026, 3, 1);
export const hourMs = 3_600_000;
const kinds = ["block", "report", "opt_out", "opt_out", "suspected_block", "undelivered", "resume"];

/** One invented number with its few contacts: what was told of it, as plain facts. */
export interface History {
  readonly index: number;
  readonly random: Random;
  readonly optIns: Map<string, OptInFact & { erased: boolean; here?: boolean; ever?: boolean }>;
  readonly exposures: Map<string, ExposureFact & { erased: boolean; frozen?: OptInTouch }>;
  readonly signals: Map<string, SignalFact & { erased: boolean; basis: string; frozen?: SignalPart[] }>;
  readonly alias: Map<string, string>;
}

export type Step =
  | { readonly kind: "opt-in"; readonly row: OptInFact }
  | { readonly kind: "exposure"; readonly row: ExposureFact }
  | { readonly kind: "signal"; readonly row: SignalFact & { basis: string } }
  | { readonly kind: "erase"; readonly contact: string }
  | { readonly kind: "link"; readonly contact: string; readonly person: string }
  | { readonly kind: "drop"; readonly optIns: readonly string[]; readonly exposures: readonly string[] };

const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
const hex = (name: string) => createHash("sha256").update(name).digest("hex");

export function nextStep(h: History): Step {
  const { random, index } = h;
  const contact = hex(`${index}/${Math.floor(random() * 2)}`);
  // Often the same few hours, so that the order within a minute and the same instant matter.
  const at = historyStart + Math.floor(random() * 40) * 24 * hourMs + Math.floor(random() * 4) * 20_000;
  const number = `n${index}`;
  const again = (of: ReadonlyMap<string, unknown>, name: string) =>
    of.size > 0 && random() < 0.25 ? pick(random, [...of.keys()]) : `${name}-${index}-${of.size}`;
  const chance = random();
  if (chance < 0.25) {
    return {
      kind: "opt-in",
      row: { id: again(h.optIns, "o"), contact, source: pick(random, ["a", "b", "c"]), at },
    };
  }
  if (chance < 0.65) {
    const failed = random() < 0.2;
    return {
      kind: "exposure",
      row: {
        id: again(h.exposures, "e"),
        contact: random() < 0.05 ? null : contact,
        phoneNumberId: number,
        at,
        campaign: pick(random, ["spring", "summer", null]),
        template: pick(random, ["promo", null]),
        declaredSource: random() < 0.1 ? pick(random, ["a", "z"]) : null,
        delivered: !failed && random() < 0.8,
        failed,
      },
    };
  }
  if (chance < 0.9) {
    return {
      kind: "signal",
      row: {
        id: again(h.signals, "s"),
        kind: pick(random, kinds),
        basis: pick(random, ["observed", "imported", "inferred"]),
        contact: random() < 0.15 ? null : contact,
        phoneNumberId: number,
        at,
        exposureId: random() < 0.2 ? `e-${index}-${Math.floor(random() * 4)}` : null,
        fromRefusal: random() < 0.3,
      },
    };
  }
  if (chance < 0.93) return { kind: "erase", contact };
  if (chance < 0.95) return { kind: "link", contact: hex(`${index}/1`), person: hex(`${index}/0`) };
  return {
    kind: "drop",
    optIns: [...h.optIns.keys()].filter(() => random() < 0.3),
    exposures: [...h.exposures.keys()].filter(() => random() < 0.1),
  };
}

/** What the store statements promise, one fact at a time. */
export function applyToModel(h: History, step: Step): void {
  const person = (contact: string | null) => (contact === null ? null : (h.alias.get(contact) ?? contact));
  switch (step.kind) {
    case "opt-in": {
      const before = h.optIns.get(step.row.id);
      const contact = person(step.row.contact) ?? "";
      h.optIns.set(step.row.id, {
        ...step.row,
        contact: before?.erased === true ? "" : contact,
        erased: before?.erased ?? false,
        ...(before?.here === undefined ? {} : { here: before.here, ever: before.ever ?? false }),
      });
      return;
    }
    case "exposure": {
      const before = h.exposures.get(step.row.id);
      const told = person(step.row.contact);
      const row = {
        ...step.row,
        contact: before?.erased === true ? null : (told ?? before?.contact ?? null),
        campaign: step.row.campaign ?? before?.campaign ?? null,
        template: step.row.template ?? before?.template ?? null,
        declaredSource: step.row.declaredSource ?? before?.declaredSource ?? null,
        delivered: step.row.delivered || (before?.delivered ?? false),
        failed: step.row.failed || (before?.failed ?? false),
        erased: before?.erased ?? false,
      };
      // Who is not known when a message is first told keeps what the sender said of the source.
      h.exposures.set(step.row.id, before?.frozen === undefined ? row : { ...row, frozen: before.frozen });
      for (const signal of h.signals.values()) {
        if (signal.exposureId === row.id && signal.contact === null && !signal.erased && row.contact !== null)
          h.signals.set(signal.id, { ...signal, contact: row.contact });
      }
      return;
    }
    case "signal": {
      const before = h.signals.get(step.row.id);
      const exposureId = step.row.exposureId ?? before?.exposureId ?? null;
      // The contact of the message that this telling names.
      const named =
        step.row.exposureId === null ? null : (h.exposures.get(step.row.exposureId)?.contact ?? null);
      const contact =
        before?.erased === true ? null : (person(step.row.contact) ?? named ?? before?.contact ?? null);
      h.signals.set(step.row.id, {
        ...step.row,
        exposureId,
        contact,
        erased: before?.erased ?? false,
        ...(before?.frozen === undefined ? {} : { frozen: before.frozen }),
      });
      return;
    }
    case "erase": {
      const hashes = new Set([step.contact, person(step.contact)]);
      const state = judge(h);
      for (const [id, one] of h.optIns)
        if (hashes.has(one.contact)) {
          const { here, ever } = state.optIns.get(id) ?? { here: false, ever: false };
          h.optIns.set(id, { ...one, contact: "", erased: true, here, ever });
        }
      for (const [id, one] of h.signals)
        if (one.contact !== null && hashes.has(one.contact))
          h.signals.set(id, { ...one, contact: null, erased: true, frozen: state.signals.get(id) ?? [] });
      for (const [id, one] of h.exposures)
        if (one.contact !== null && hashes.has(one.contact)) {
          const frozen = state.exposures.get(id);
          h.exposures.set(id, {
            ...one,
            contact: null,
            erased: true,
            ...(frozen === undefined ? {} : { frozen }),
          });
        }
      return;
    }
    case "link": {
      h.alias.set(step.contact, step.person);
      const move = <T extends { contact: string | null }>(of: Map<string, T>) => {
        for (const [id, one] of of)
          if (one.contact === step.contact) of.set(id, { ...one, contact: step.person });
      };
      move(h.optIns as Map<string, { contact: string | null }>);
      move(h.exposures);
      move(h.signals);
      return;
    }
    case "drop": {
      for (const id of step.optIns) h.optIns.delete(id);
      for (const id of step.exposures) h.exposures.delete(id);
    }
  }
}

/** Everything counted from scratch. */
function judge(h: History) {
  const optInFacts = [...h.optIns.values()].filter(({ erased }) => !erased);
  const exposures = new Map<string, OptInTouch>();
  for (const one of h.exposures.values()) {
    exposures.set(one.id, one.frozen ?? touchOf(optInFacts, one.contact, one.at, one.declaredSource));
  }
  const known = {
    optIns: optInFacts,
    exposures: [...h.exposures.values()].map((one) => ({
      ...one,
      touch: exposures.get(one.id) ?? touchOf([], null, 0, null),
    })),
    signals: [...h.signals.values()].filter(({ erased }) => !erased),
  };
  const signals = new Map(
    [...h.signals.values()].map((one) => [one.id, one.frozen ?? partsOfSignal(one, known)] as const),
  );
  const optIns = new Map(
    [...h.optIns.values()].map((one) => {
      const before = optInFacts.filter(
        (other) =>
          other.contact === one.contact && (other.at < one.at || (other.at === one.at && other.id < one.id)),
      );
      const marks = { here: !before.some(({ source }) => source === one.source), ever: before.length === 0 };
      return [one.id, one.here === undefined ? marks : { here: one.here, ever: one.ever ?? false }] as const;
    }),
  );
  return { exposures, signals, optIns };
}

/** Cells as text, one line a cell: [hour, number, source, campaign, template, cohort, kind, basis, age, counts…]. */
export function cellsOf(histories: readonly History[]): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  const add = (key: readonly unknown[], counts: readonly number[]) => {
    const text = JSON.stringify(key);
    const sum = cells.get(text) ?? counts.map(() => 0);
    cells.set(
      text,
      sum.map((value, index) => value + (counts[index] ?? 0)),
    );
  };
  for (const h of histories) {
    const state = judge(h);
    const hour = (at: number) => Math.floor(at / hourMs);
    for (const one of h.exposures.values()) {
      const touch = state.exposures.get(one.id);
      if (touch === undefined) continue;
      const [delivered, failed] = [Number(one.delivered), Number(one.failed && !one.delivered)];
      const put = (at: { source: string | null; cohort: string | null }, rule: number, share: number) => {
        const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0];
        counts[rule] = share;
        counts[rule + 3] = share * delivered;
        counts[rule + 6] = share * failed;
        const key = [hour(one.at), one.phoneNumberId, at.source, one.campaign, one.template, at.cohort];
        add([...key, "", "", 0], counts);
      };
      put(touch.last, 0, 1);
      put(touch.first, 1, 1);
      for (const { share, ...at } of splitParts(touch, wholeShare)) put(at, 2, share);
    }
    for (const one of h.signals.values()) {
      for (const part of state.signals.get(one.id) ?? []) {
        const key = [hour(one.at), one.phoneNumberId, part.source, part.campaign, part.template, part.cohort];
        const counts = [part.last, part.first, part.split, 0, 0, 0, 0, 0, 0];
        add([...key, one.kind, one.basis, part.ageDays], counts);
      }
    }
    for (const one of h.optIns.values()) {
      const marks = state.optIns.get(one.id);
      add(
        [hour(one.at), "opt-in", one.source],
        [1, Number(marks?.here ?? false), Number(marks?.ever ?? false)],
      );
    }
  }
  return cells;
}
