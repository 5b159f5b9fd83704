"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState, type ReactNode } from "react";
import { Toaster } from "sonner";
import { LanguageProvider, type Language } from "@/components/messages";
import { PalimpsestError } from "@/lib/base";

interface ProvidersProps {
  language: Language;
  /** Lets the theme's own inline script past the content security policy. */
  nonce: string | undefined;
  children: ReactNode;
}

/** What every page stands on. The workbench's own context is added by its layout. */
export function Providers({ language, nonce, children }: ProvidersProps) {
  const [client] = useState(createClient);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      <LanguageProvider initial={language}>
        <QueryClientProvider client={client}>
          <NuqsAdapter>
            <Tooltip.Provider>{children}</Tooltip.Provider>
            <Toaster position="bottom-right" toastOptions={TOAST} style={TOASTER} />
          </NuqsAdapter>
        </QueryClientProvider>
      </LanguageProvider>
    </ThemeProvider>
  );
}

/** The toaster is styled by custom properties of its own; these map them onto the tokens. */
const TOASTER = {
  "--normal-bg": "var(--color-raised)",
  "--normal-text": "var(--color-ink)",
  "--normal-border": "var(--color-rule-strong)",
  "--border-radius": "var(--radius-md)",
} as React.CSSProperties;

/** Its own colors of the smaller parts are those of a light page. */
const TOAST = {
  className: "font-sans",
  classNames: {
    toast: "shadow-float!",
    title: "text-ink!",
    description: "text-soft!",
    actionButton: "bg-accent! text-on-accent!",
    icon: "text-accent",
  },
};

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Trying again helps when the server was away, and never when it answered: it has tried a hub again itself.
        retry: (failures, error) =>
          failures < 2 && error instanceof PalimpsestError && error.details?.reason === "offline",
        refetchOnWindowFocus: true,
      },
    },
  });
}
