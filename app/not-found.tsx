import type { Metadata } from "next";
import { NotHere } from "@/components/layout/not-here.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="px-4">
      <NotHere />
    </main>
  );
}
