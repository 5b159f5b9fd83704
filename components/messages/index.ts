/** Every visible sentence. `useMessages` gives those of the current language; `./of-language` gives any, on the server. */
import type { en } from "./en";

export type Messages = typeof en;

export { LANGUAGES, LANGUAGE_COOKIE, LANGUAGE_NAMES, LANGUAGE_TAGS, chooseLanguage } from "./languages";
export type { Language } from "./languages";
export { LanguageProvider, useLanguage, useMessages } from "./context";
