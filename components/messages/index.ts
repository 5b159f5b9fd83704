/** Every visible sentence. `useMessages` gives those of the current language. */
import { en } from "./en";
import type { Language } from "./languages";
import { zh } from "./zh";

export type Messages = typeof en;

const MESSAGES: Record<Language, Messages> = { en, zh };

export function messagesOf(language: Language): Messages {
  return MESSAGES[language];
}

export { LANGUAGES, LANGUAGE_COOKIE, LANGUAGE_NAMES, LANGUAGE_TAGS, chooseLanguage } from "./languages";
export type { Language } from "./languages";
export { LanguageProvider, useLanguage, useMessages } from "./context";
