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
import { common } from "./en/common";
import { LANGUAGE_COOKIE, LANGUAGE_TAGS, type Language } from "./languages";

interface LanguageState {
  readonly language: Language;
  readonly messages: typeof common;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);
const ONE_YEAR_SECONDS = 31_536_000;

/** Chinese is fetched by those who read it. */
const chinese = fetchedOnce(() => import("./zh/common").then((file) => file.common));

/** Holds the language; the cookie lets the server answer the next page in it. */
export function LanguageProvider({ initial, children }: { initial: Language; children: ReactNode }) {
  const [language, setState] = useState(initial);
  const messages = useInLanguage(language, common, chinese);

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

/** The sentences that several places show, in the current language. */
export function useMessages(): typeof common {
  return useLanguage().messages;
}

/**
 * A hook that gives the sentences of one place. Its English comes with the scripts of that place, its Chinese when it is
 * read first; until then the page stays as it was, or as the server drew it.
 */
export function placeMessages<T>(english: T, fetchChinese: () => Promise<T>): () => T {
  const chinese = fetchedOnce(fetchChinese);
  return function usePlaceMessages() {
    return useInLanguage(useLanguage().language, english, chinese);
  };
}

function useInLanguage<T>(language: Language, english: T, chinese: () => Promise<T>): T {
  return language === "zh" ? use(chinese()) : english;
}

/** A component that waits must find the same promise again. */
function fetchedOnce<T>(fetch: () => Promise<T>): () => Promise<T> {
  let promise: Promise<T> | undefined;
  return () => (promise ??= fetch());
}
