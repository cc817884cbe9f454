"use client";

import { PageFault, type PageFaultProps } from "@/components/layout/page-fault.tsx";

/** Inside the frame, which has the landmark already. */
export default function DashboardError(props: PageFaultProps) {
  return <PageFault {...props} />;
}
