import type { ServicePorts } from "../context.ts";

/** A short statement at a time keeps others waiting for a moment only. */
const rowsAtOnce = 5_000;

/**
 * Drops what the sandbox's messages left behind before a time: bodies, exposures, signals, referrals, and the opt-ins of
 * people of its shop about whom nothing else is kept (its shop marks them in the evidence; a customer's stay). A
 * simulated day passes in ten seconds, so a sandbox that runs for a week would otherwise outgrow every real account. Its
 * ratings, changes and incidents stay.
 *
 * @returns how many rows went.
 */
export async function dropSandboxFacts(ports: Pick<ServicePorts, "db">, before: Date): Promise<number> {
  const { db } = ports;
  const statements = [
    () => db.$executeRaw`
      delete from webhook_delivery where ctid = any(array(
        select w.ctid from webhook_delivery w
        join connection c on c.organization_id = w.organization_id and c.id = w.connection_id
        where c.kind = 'sandbox' and w.occurred_at < ${before} and w.state <> 'stored' limit ${rowsAtOnce}))`,
    () => db.$executeRaw`
      delete from exposure where ctid = any(array(
        select e.ctid from exposure e
        join phone_number n on n.organization_id = e.organization_id and n.id = e.phone_number_id
        join connection c on c.organization_id = n.organization_id and c.id = n.connection_id
        where c.kind = 'sandbox' and e.origin = 'webhook' and e.recorded_at < ${before} limit ${rowsAtOnce}))`,
    () => db.$executeRaw`
      delete from signal where ctid = any(array(
        select s.ctid from signal s
        join phone_number n on n.organization_id = s.organization_id and n.id = s.phone_number_id
        join connection c on c.organization_id = n.organization_id and c.id = n.connection_id
        where c.kind = 'sandbox' and s.origin = 'webhook' and s.recorded_at < ${before} limit ${rowsAtOnce}))`,
    () => db.$executeRaw`
      delete from ad_referral where ctid = any(array(
        select a.ctid from ad_referral a
        join phone_number n on n.organization_id = a.organization_id and n.id = a.phone_number_id
        join connection c on c.organization_id = n.organization_id and c.id = n.connection_id
        where c.kind = 'sandbox' and a.recorded_at < ${before} limit ${rowsAtOnce}))`,
    // After the messages: who is still written of keeps the opt-in that the message counts for.
    () => db.$executeRaw`
      delete from opt_in where ctid = any(array(
        select o.ctid from opt_in o
        where o.origin = 'api' and o.evidence like 'sandbox-form-log/%' and o.recorded_at < ${before}
          and exists (select 1 from connection c where c.organization_id = o.organization_id and c.kind = 'sandbox')
          and not exists (select 1 from exposure e
            where e.organization_id = o.organization_id and e.contact = o.contact)
          and not exists (select 1 from signal s
            where s.organization_id = o.organization_id and s.contact = o.contact)
        limit ${rowsAtOnce}))`,
  ];
  let dropped = 0;
  for (const statement of statements) {
    for (let count = rowsAtOnce; count === rowsAtOnce; dropped += count) count = await statement();
  }
  return dropped;
}
