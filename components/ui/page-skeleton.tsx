import { PageHeader } from "./page-header.tsx";
import { SkeletonCard } from "./skeleton.tsx";

/** The page's shape while the server reads. */
export function PageSkeleton({ title, cards = [6] }: { title: string; cards?: readonly number[] }) {
  return (
    <>
      <PageHeader title={title} />
      <p role="status" className="sr-only">
        Reading…
      </p>
      <div className="space-y-4">
        {cards.map((rows, index) => (
          <SkeletonCard key={index} rows={rows} />
        ))}
      </div>
    </>
  );
}
