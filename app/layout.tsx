import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import { themeScript } from "@/components/layout/theme-script.ts";

export const metadata: Metadata = {
  title: { default: "Staygreen", template: "%s · Staygreen" },
  description: "Watches the quality of a business's WhatsApp numbers.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f4f6f4" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1311" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The script below sets data-theme before React arrives.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Browsers hide the nonce attribute from scripts, so hydration sees it as empty. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
