import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { chooseLanguage, LANGUAGE_COOKIE, LANGUAGE_TAGS } from "@/components/messages/languages";
import { Providers } from "@/components/shell/providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Palimpsest", template: "%s · Palimpsest" },
  description: "A workbench for editing what language models know.",
  icons: { icon: "/icons/palimpsest.svg" },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f2e8" },
    { media: "(prefers-color-scheme: dark)", color: "#14161b" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const asked = await headers();
  const language = chooseLanguage(
    (await cookies()).get(LANGUAGE_COOKIE)?.value,
    asked.get("accept-language"),
  );
  return (
    // The theme's class is set before hydration by next-themes, so the server's markup differs here on purpose.
    <html lang={LANGUAGE_TAGS[language]} suppressHydrationWarning>
      <body>
        <Providers language={language} nonce={asked.get("x-nonce") ?? undefined}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
