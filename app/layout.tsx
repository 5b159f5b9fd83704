import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { LANGUAGE_TAGS } from "@/components/messages";
import { messagesOf } from "@/components/messages/of-language";
import { Providers } from "@/components/shell/providers";
import { requestLanguage } from "@/components/shell/request-language";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const { product, tagline } = messagesOf(await requestLanguage()).shell;
  return {
    title: { default: product, template: `%s · ${product}` },
    description: tagline,
    icons: { icon: "/icons/palimpsest.svg" },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f2e8" },
    { media: "(prefers-color-scheme: dark)", color: "#14161b" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const language = await requestLanguage();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The theme's class is set before hydration by next-themes, so the server's markup differs here on purpose.
    <html lang={LANGUAGE_TAGS[language]} suppressHydrationWarning>
      <body>
        <Providers language={language} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
