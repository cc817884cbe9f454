import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { settingsItems } from "@/components/layout/nav-items.ts";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { actor } = await requirePageContext();
  const first = settingsItems.find((item) => hasRight(actor.role, item.right));
  if (first !== undefined) redirect(first.href);
  return <NotAllowed title="Settings" role={actor.role} />;
}
