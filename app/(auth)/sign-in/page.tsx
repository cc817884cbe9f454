import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card.tsx";
import { safeNext } from "@/components/auth/safe-next.ts";
import { SignInForm } from "@/components/auth/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams;
  return (
    <AuthCard title="Sign in">
      <SignInForm next={safeNext(Array.isArray(next) ? next[0] : next)} />
    </AuthCard>
  );
}
