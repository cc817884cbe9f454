import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";

/** No rows, for one of two reasons. */
export function NoNumbers({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        title="No number matches the filter"
        action={
          <Link href="/phone-numbers" className={buttonClass()}>
            Show all numbers
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState
      title="No phone numbers yet"
      action={
        <Link href="/collector" className={buttonClass()}>
          Open the collector
        </Link>
      }
    >
      <p>
        Numbers appear after the first poll of a connected account. The collector page says whether one is
        connected and what its last poll found.
      </p>
    </EmptyState>
  );
}
