import { PageSkeleton } from "@/components/ui/page-skeleton.tsx";

export default function Loading() {
  return <PageSkeleton title="Settings" cards={[3, 4]} />;
}
