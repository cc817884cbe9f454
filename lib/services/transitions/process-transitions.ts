import {
  appendIncidentEvent,
  insertIncident,
  lockOpenIncident,
  updateIncident,
  type IncidentEventKind,
  type StoredIncident,
} from "../../adapters/db/incidents.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { markProcessed, takeTransitions, type StoredTransition } from "../../adapters/db/transitions.ts";
import { incidentKindOf, incidentStep, type IncidentStep } from "../../core/alerting/incident-step.ts";
import { incidentWords, recoveryWords, type IncidentWords } from "../../core/alerting/incident-words.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { planDeliveries } from "../deliveries/plan-deliveries.ts";
import { describeSubject, type DescribedSubject } from "./describe-subject.ts";

const batchSize = 50;

/**
 * Turns transitions into incidents: the second of the three steps notice, decide, speak. Incident, timeline and
 * planned messages of one transition are written together with the mark that it is processed, so that a crash
 * repeats the whole step or nothing. One that fails is undone and tried again later, and holds up its own subject only.
 *
 * @returns how many transitions were processed; call again while it is the batch size.
 */
export async function processTransitions(ports: ServicePorts): Promise<number> {
  const count = await inTransaction(ports, async (tx) => {
    const heldUp = new Set<string>();
    let processed = 0;
    for (const transition of await takeTransitions(tx, batchSize)) {
      const subject = `${transition.organizationId} ${transition.subjectKind} ${transition.subjectId}`;
      if (heldUp.has(subject)) continue;
      if (await tryTransition(tx, ports, transition)) processed++;
      else heldUp.add(subject);
    }
    return processed;
  });
  if (count > 0) ports.poke("deliveries");
  return count;
}

async function tryTransition(tx: Db, ports: ServicePorts, transition: StoredTransition): Promise<boolean> {
  await tx.$executeRawUnsafe("savepoint one_transition");
  try {
    await applyTransition(tx, ports, transition);
    await markProcessed(tx, transition, ports.clock.now());
    await tx.$executeRawUnsafe("release savepoint one_transition");
    return true;
  } catch (error) {
    await tx.$executeRawUnsafe("rollback to savepoint one_transition");
    const { organizationId, id } = transition;
    ports.log.error(
      { organizationId, transitionId: id, error: String(error) },
      "transition could not be processed",
    );
    return false;
  }
}

async function applyTransition(tx: Db, ports: ServicePorts, transition: StoredTransition): Promise<void> {
  const { organizationId } = transition;
  // A field goes for many accounts at once: the watch tells that once, for the connection.
  if (transition.field === "graph_field" && transition.subjectKind === "waba") return;
  const kind = incidentKindOf(transition.field);
  const fingerprint = `${kind}:${transition.subjectId}`;
  const open = await lockOpenIncident(tx, organizationId, fingerprint);
  const view =
    open === null || open.state === "resolved" ? null : { severity: open.severity, state: open.state };
  const step = incidentStep(view, transition);
  if (step.kind === "none") return;
  const subject = await describeSubject(tx, transition);
  const words = incidentWords(subject);
  if (step.kind === "open") {
    await openIncident(tx, ports, { transition, step, subject, words, fingerprint });
    return;
  }
  if (open === null) return;
  const now = ports.clock.now();
  const changed: StoredIncident = { ...open, updatedAt: now };
  let text = words.summary;
  let eventKind: IncidentEventKind = "resolved";
  if (step.kind === "resolve") {
    Object.assign(changed, {
      state: "resolved",
      openKey: null,
      resolvedAt: transition.occurredAt,
      resolvedBy: null,
    });
    text = recoveryWords({
      name: subject.name,
      kind,
      openedAt: open.openedAt,
      at: transition.occurredAt,
      since: kind === "collector-silent" ? subject.heldUntil : null,
      to: transition.to,
    });
  } else if (step.kind === "worsen") {
    eventKind = "worsened";
    Object.assign(changed, {
      subject: subject.ids,
      severity: step.severity,
      state: "open",
      title: words.title,
      summary: words.summary,
    });
    Object.assign(changed, { acknowledgedAt: null, acknowledgedBy: null });
  } else {
    eventKind = "improved";
    const { title, summary } = words;
    Object.assign(changed, { severity: step.severity, title, summary, subject: subject.ids });
  }
  await saveStep(tx, ports, { incident: changed, transition, eventKind, text, words, speak: step.speak });
}

async function openIncident(
  tx: Db,
  ports: ServicePorts,
  input: {
    transition: StoredTransition;
    step: Extract<IncidentStep, { kind: "open" }>;
    subject: DescribedSubject;
    words: IncidentWords;
    fingerprint: string;
  },
): Promise<void> {
  const { transition, step, subject, words, fingerprint } = input;
  const now = ports.clock.now();
  const incident: StoredIncident = {
    organizationId: transition.organizationId,
    id: ports.random.id(now),
    kind: subject.kind,
    fingerprint,
    openKey: fingerprint,
    severity: step.severity,
    state: "open",
    title: words.title,
    summary: words.summary,
    phoneNumberId: transition.subjectKind === "phone-number" ? transition.subjectId : null,
    subject: subject.ids,
    openedAt: transition.occurredAt,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    updatedAt: now,
  };
  await insertIncident(tx, incident);
  const text = words.summary;
  await speakAndRecord(tx, ports, {
    incident,
    transition,
    eventKind: "opened",
    text,
    words,
    speak: step.speak,
  });
}

interface StepRecord {
  readonly incident: StoredIncident;
  readonly transition: StoredTransition;
  readonly eventKind: IncidentEventKind;
  readonly text: string;
  readonly words: IncidentWords;
  readonly speak: "opened" | "worsened" | "resolved" | null;
}

async function saveStep(tx: Db, ports: ServicePorts, record: StepRecord): Promise<void> {
  const { organizationId, id, ...data } = record.incident;
  await updateIncident(tx, { organizationId, id }, data);
  await speakAndRecord(tx, ports, record);
}

async function speakAndRecord(tx: Db, ports: ServicePorts, record: StepRecord): Promise<void> {
  const { incident, transition, words } = record;
  const now = ports.clock.now();
  const eventId = ports.random.id(now);
  await appendIncidentEvent(tx, {
    organizationId: incident.organizationId,
    incidentId: incident.id,
    id: eventId,
    kind: record.eventKind,
    occurredAt: transition.occurredAt,
    recordedAt: now,
    actorName: null,
    text: record.text,
    detail: { transitionId: transition.id, from: transition.from, to: transition.to },
  });
  if (record.speak === null) return;
  const resolved = record.speak === "resolved";
  await planDeliveries(tx, ports, {
    incident,
    eventId,
    reason: record.speak,
    title: incident.title,
    lines: [record.text],
    action: resolved ? "Nothing to do. The timeline shows what happened while it lasted." : words.action,
  });
}
