"use client";

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { en } from "./en";
import { LANGUAGE_COOKIE, LANGUAGE_TAGS, type Language } from "./languages";
import { zh } from "./zh";

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);
const ONE_YEAR_SECONDS = 31_536_000;

/** Holds the language; the cookie lets the server answer the next page in it. */
export function LanguageProvider({ initial, children }: { initial: Language; children: ReactNode }) {
  const [language, setState] = useState(initial);

  const setLanguage = useCallback((next: Language) => {
    document.cookie = `${LANGUAGE_COOKIE}=${next}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
    document.documentElement.lang = LANGUAGE_TAGS[next];
    setState(next);
  }, []);

  const value = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
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
  return useLanguage().language === "zh" ? zh : en;
}
