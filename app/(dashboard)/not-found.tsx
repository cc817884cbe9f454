import type { Metadata } from "next";
import { NotHere } from "@/components/layout/not-here.tsx";

export const metadata: Metadata = { title: "Not found" };

/** Inside the frame, which has the landmark already. */
export default function DashboardNotFound() {
  return <NotHere />;
}
