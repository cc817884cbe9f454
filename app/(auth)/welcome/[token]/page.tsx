import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card.tsx";
import { WelcomePage } from "@/components/auth/welcome-page.tsx";

// The token stands in the address: it must not leak to other sites.
export const metadata: Metadata = { title: "Welcome", referrer: "no-referrer" };

export default async function Welcome({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthCard title="Welcome to Staygreen">
      <WelcomePage token={token} />
    </AuthCard>
  );
}
