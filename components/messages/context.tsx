"use client";

import {
  createContext,
  startTransition,
  use,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import { en } from "./en";
import { LANGUAGE_COOKIE, LANGUAGE_TAGS, type Language } from "./languages";

interface LanguageState {
  readonly language: Language;
  readonly messages: typeof en;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);
const ONE_YEAR_SECONDS = 31_536_000;

/** Chinese is fetched by those who read it, once: a component that waits must find the same promise again. */
const chinese = once(() => import("./zh").then(({ zh }) => zh));

/** Holds the language; the cookie lets the server answer the next page in it. */
export function LanguageProvider({ initial, children }: { initial: Language; children: ReactNode }) {
  const [language, setState] = useState(initial);
  const messages = language === "zh" ? use(chinese()) : en;

  const setLanguage = useCallback((next: Language) => {
    document.cookie = `${LANGUAGE_COOKIE}=${next}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
    document.documentElement.lang = LANGUAGE_TAGS[next];
    // The old sentences stay until the new ones are there.
    startTransition(() => setState(next));
  }, []);

  const value = useMemo(() => ({ language, messages, setLanguage }), [language, messages, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** The current language and how to change it. */
export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (!state) throw new Error("useLanguage needs a LanguageProvider above it");
  return state;
}

/** The sentences of the current language. */
export function useMessages(): typeof en {
  return useLanguage().messages;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
