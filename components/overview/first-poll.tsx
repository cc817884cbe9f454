import Link from "next/link";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";

/** A connection exists and its first poll has not finished. */
export function FirstPoll({ hasTrouble }: { hasTrouble: boolean }) {
  if (hasTrouble) {
    return (
      <Card title="Phone numbers" flush>
        <EmptyState title="No number has been read yet">
          <p>The first poll did not get through. What stands in its way is named above.</p>
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Phone numbers" flush>
      <div role="status" className="px-4 py-4">
        <p className="font-medium">The first poll is running</p>
        <p className="text-ink-2">
          Every phone number of the account is being read. This takes some seconds, up to a minute for a large
          account; the page fills by itself.{" "}
          <Link href="/collector" className="link">
            Watch it in the collector
          </Link>
        </p>
      </div>
      <SkeletonRows rows={4} tall />
    </Card>
  );
}
