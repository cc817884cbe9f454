"use client";

import { PageFault, type PageFaultProps } from "@/components/layout/page-fault.tsx";

export default function AppError(props: PageFaultProps) {
  return (
    <main className="px-4">
      <PageFault {...props} />
    </main>
  );
}
