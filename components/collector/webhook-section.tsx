import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorDto, CollectorWebhookField, CollectorWebhooks } from "@/lib/contracts/collector.ts";
import { AsideDeliveries } from "./aside-deliveries.tsx";
import type { CollectorFilter } from "./collector-filter.ts";

/** What Meta sent by itself in the last seven days, over all connections. */
export function WebhookSection({ collector, filter }: { collector: CollectorDto; filter: CollectorFilter }) {
  const { webhooks } = collector;
  const seen = webhooks.fields.filter(({ state }) => state === "seen");
  const none = webhooks.fields.filter(({ state }) => state === "none-seen");
  return (
    <Card id="webhooks" title="Webhooks, last 7 days" aside={<AsOf at={collector.asOf} />}>
      <div className="space-y-4">
        <BodyFacts webhooks={webhooks} />
        <div className="border-line rounded-md border">
          {seen.length === 0 ? (
            <EmptyState title="None seen in seven days">
              <p>
                Nothing about an account that is read came in. Settings, Connections shows what to paste into
                Meta's form and switches webhooks on.
              </p>
            </EmptyState>
          ) : (
            <FieldTable fields={seen} />
          )}
          {seen.length === 0 || none.length === 0 ? null : (
            <p className="text-ink-2 border-line border-t px-4 py-2 text-sm">
              None seen: {none.map(({ field }) => field).join(", ")}. That is normal while nothing happened.
            </p>
          )}
        </div>
        <p className="text-ink-3 text-xs">
          Counted by UTC day from {webhooks.fromDay} to {webhooks.toDay}. Late: more than ten minutes after it
          happened. Repeated: said nothing new.
        </p>
        <AsideDeliveries webhooks={webhooks} open={filter.aside} />
      </div>
    </Card>
  );
}

function BodyFacts({ webhooks }: { webhooks: CollectorWebhooks }) {
  const { bodies } = webhooks;
  return (
    <Facts>
      <Fact
        name="Bodies received"
        note={
          bodies.isPartial ? (
            <>
              very many: counted since <InstantText at={bodies.countedFrom} /> only
            </>
          ) : bodies.lastReceivedAt === null ? null : (
            <>
              last one <Ago at={bodies.lastReceivedAt} />
            </>
          )
        }
      >
        {bodies.received ?? <span className="text-ink-3">none seen</span>}
      </Fact>
      {bodies.state === "none-seen" ? null : (
        <>
          <Fact name="Of these repeated" note="the same bytes again, counted once everywhere else">
            {bodies.duplicates}
          </Fact>
          <Fact name="Waiting" note="stored, and worked on within seconds">
            {bodies.waiting}
          </Fact>
        </>
      )}
    </Facts>
  );
}

function FieldTable({ fields }: { fields: readonly CollectorWebhookField[] }) {
  return (
    <Table label="Webhooks by field">
      <HeadRow>
        <Th>Field</Th>
        <Th className="text-right">Events</Th>
        <Th className="text-right">Repeated</Th>
        <Th className="text-right">Late</Th>
        <Th className="text-right">Not readable</Th>
        <Th>Last</Th>
      </HeadRow>
      <TableBody>
        {fields.map((field) => (
          <tr key={field.field}>
            <RowHead className="font-mono text-sm font-normal">{field.field}</RowHead>
            <Td className="text-right tabular-nums">{field.events}</Td>
            <Td className="text-right tabular-nums">{field.duplicates}</Td>
            <Td className="text-right tabular-nums">
              {field.late}
              {field.late === 0 || field.longestLateSeconds === null ? null : (
                <span className="text-ink-3 block text-xs whitespace-nowrap">
                  up to {durationText(field.longestLateSeconds * 1000, 2)}
                </span>
              )}
            </Td>
            <Td className="text-right tabular-nums">{field.broken}</Td>
            <Td className="whitespace-nowrap">
              {field.lastReceivedAt === null ? null : <Ago at={field.lastReceivedAt} />}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
