import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";

/** A page that the role does not include. */
export function NotAllowed({ title, role }: { title: string; role: string }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        title="Your role does not include this page"
        action={
          <Link href="/" className={buttonClass()}>
            To the overview
          </Link>
        }
      >
        <p>You are signed in as {role}. An administrator can change the role under Settings, People.</p>
      </EmptyState>
    </>
  );
}
