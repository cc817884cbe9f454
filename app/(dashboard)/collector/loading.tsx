import { PageSkeleton } from "@/components/ui/page-skeleton.tsx";

export default function Loading() {
  return <PageSkeleton title="Collector" cards={[1, 12, 6, 6]} />;
}
