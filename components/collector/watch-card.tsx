import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { CollectorDto } from "@/lib/contracts/collector.ts";

/** Who notices when the collector itself is silent. */
export function WatchCard({ collector }: { collector: CollectorDto }) {
  const { scheduler, heartbeat } = collector;
  return (
    <Card id="watch" title="Who watches the collector" aside={<AsOf at={collector.asOf} />}>
      <Facts>
        <Fact name="Scheduler">
          {scheduler.lastBeatAt === null ? (
            <span className="text-amber-ink font-medium">▲ gives no sign of life</span>
          ) : (
            <>
              last sign of life <Ago at={scheduler.lastBeatAt} />
            </>
          )}
        </Fact>
        <Fact
          name="Outside watch"
          note={
            heartbeat.state === "on"
              ? "told after every good round; it raises the alarm when nothing is heard"
              : "without one, nobody is told when this whole server stops"
          }
        >
          <OutsideWatch heartbeat={heartbeat} />
        </Fact>
      </Facts>
    </Card>
  );
}

function OutsideWatch({ heartbeat }: { heartbeat: CollectorDto["heartbeat"] }) {
  if (heartbeat.state === "off") return "not set up";
  const told =
    heartbeat.lastOkAt === null ? (
      "not told yet"
    ) : (
      <>
        told <Ago at={heartbeat.lastOkAt} />
      </>
    );
  if (heartbeat.failedAt === null) return told;
  const answer =
    heartbeat.failedStatus === null ? "it did not answer" : `it answered ${heartbeat.failedStatus}`;
  return (
    <>
      <span className="text-amber-ink font-medium">
        ▲ could not be told <Ago at={heartbeat.failedAt} />: {answer}
      </span>
      <br />
      {told}
    </>
  );
}
