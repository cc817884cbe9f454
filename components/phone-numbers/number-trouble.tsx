import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Notice } from "@/components/ui/notice.tsx";
import type { PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";

/** What is open about this number: its incident, why its data is old, whether it is gone. */
export function NumberTrouble({ number }: { number: PhoneNumberDto }) {
  return (
    <>
      {number.openIncidentId === null ? null : (
        <Notice
          tone="red"
          title="An incident about this number is open."
          action={
            <Link href={`/incidents/${number.openIncidentId}`} className={buttonClass()}>
              Open the incident
            </Link>
          }
        />
      )}
      {number.missingSince === null ? null : (
        <Notice tone="amber" title="Polls no longer list this number.">
          <p>
            Missed for <HeldFor since={number.missingSince} />. It was removed from its WhatsApp account,
            moved, or hidden from the token. Its history stays here.
          </p>
        </Notice>
      )}
      {number.lastError === null ? null : (
        <Notice tone="amber" title={number.lastError.message}>
          <p>{number.lastError.action}</p>
          <p className="text-sm">
            {number.errorSince === null ? null : (
              <>
                For <HeldFor since={number.errorSince} />.{" "}
              </>
            )}
            What stands here was read <Ago at={number.observedAt} />.
            {number.lastError.traceId === null ? null : ` Meta's trace id: ${number.lastError.traceId}.`}
          </p>
        </Notice>
      )}
    </>
  );
}
