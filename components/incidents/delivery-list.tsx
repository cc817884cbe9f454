import type { ReactNode } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Due } from "@/components/clock/due.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { DeliveryDto } from "@/lib/contracts/incidents.ts";

const reasons: Readonly<Record<DeliveryDto["reason"], string>> = {
  opened: "that it opened",
  worsened: "that it worsened",
  resolved: "that it is over",
  test: "a test message",
};

interface DeliveryListProps {
  deliveries: readonly DeliveryDto[];
  none: string;
  children?: ReactNode;
}

/** Messages to channels, each with every try and what the receiver said. */
export function DeliveryList({ deliveries, none, children }: DeliveryListProps) {
  if (deliveries.length === 0) return <EmptyState title={none}>{children}</EmptyState>;
  return (
    <ul className="divide-line divide-y">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="px-4 py-3">
          <p>
            <span className="font-medium">{delivery.channelName}</span>
            <span className="text-ink-3"> ({delivery.channelKind}) </span>
            {reasons[delivery.reason]}
          </p>
          <p className="text-ink-2 text-sm">
            <DeliveryState delivery={delivery} />
          </p>
          {delivery.attempts.length === 0 ? null : (
            <div className="mt-1">
              <Disclosure
                summary={delivery.attempts.length === 1 ? "1 try" : `${delivery.attempts.length} tries`}
              >
                <ol className="space-y-1 text-sm">
                  {delivery.attempts.map((attempt) => (
                    <li key={attempt.number} className="text-ink-2">
                      {attempt.number}. <InstantText at={attempt.occurredAt} style="full" />:{" "}
                      {attempt.outcome}. {attempt.detail}
                    </li>
                  ))}
                </ol>
              </Disclosure>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function DeliveryState({ delivery }: { delivery: DeliveryDto }) {
  switch (delivery.state) {
    case "sent":
      return (
        <>
          <span className="text-ink font-medium">✓ Sent</span>{" "}
          {delivery.sentAt === null ? null : <Ago at={delivery.sentAt} />}
        </>
      );
    case "sending":
      return "Being sent";
    case "waiting":
      return (
        <>
          Waiting{delivery.nextAttemptAt === null ? "" : ", next try "}
          {delivery.nextAttemptAt === null ? null : <Due at={delivery.nextAttemptAt} />}
        </>
      );
    case "dead":
      return <span className="text-red-ink font-medium">✕ Given up: it did not arrive</span>;
  }
}
