import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { StatusText } from "@/components/quality/status-text.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";
import { messagingLimitLabel } from "@/lib/core/quality/messaging-limit.ts";

const limitFields = {
  portfolio: "the business portfolio's limit",
  legacy: "the number's own limit (older field)",
};

/** Everything else Meta says about the number. */
export function NumberFacts({ number }: { number: PhoneNumberDto }) {
  return (
    <Card title="Facts" aside={<AsOf at={number.observedAt} />}>
      <Facts>
        <Fact
          name="Rating computed"
          note={
            number.qualityScoreAt === null ? null : "by Meta's own account, which may trail what it shows"
          }
        >
          {number.qualityScoreAt === null ? <Missing /> : <Ago at={number.qualityScoreAt} />}
        </Fact>
        <Fact name="Reasons given">
          {number.qualityReasons.length === 0 ? (
            <span className="text-ink-3">none given by Meta</span>
          ) : (
            number.qualityReasons.join(", ")
          )}
        </Fact>
        <Fact
          name="Messaging limit"
          note={
            number.messagingLimitDisagrees
              ? "Meta's two limit fields disagree; the portfolio's counts"
              : number.messagingLimitField === null
                ? null
                : limitFields[number.messagingLimitField]
          }
        >
          {messagingLimitLabel(number.messagingLimit)}
        </Fact>
        <Fact name="Status">
          <StatusText raw={number.status} />
        </Fact>
        <Fact name="May send">
          <Raw value={number.canSendMessage} />
        </Fact>
        <Fact name="Display name" note={number.verifiedName}>
          <Raw value={number.nameStatus} />
        </Fact>
        <Fact name="Throughput">
          <Raw value={number.throughput} />
        </Fact>
        <Fact name="Account mode">
          <Raw value={number.accountMode} />
        </Fact>
        <Fact name="WhatsApp account" note={number.wabaName === null ? null : `WABA ${number.wabaId}`}>
          {number.wabaName ?? number.wabaId}
        </Fact>
        <Fact name="Meta's id">
          <span className="font-mono text-sm">{number.id}</span>
        </Fact>
        <Fact name="Source">
          Graph API poll through {number.connectionName}, <InstantText at={number.observedAt} style="full" />
        </Fact>
      </Facts>
    </Card>
  );
}

function Raw({ value }: { value: string | null }) {
  return value === null ? <Missing /> : value;
}

function Missing() {
  return <span className="text-ink-3">not reported by Meta</span>;
}
