import type { Metadata } from "next";
import { PasswordForm } from "@/components/settings/account/password-form.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  await requirePageContext();
  return (
    <>
      <PageHeader title="Your account" />
      <PasswordForm />
    </>
  );
}
