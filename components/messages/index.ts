/**
 * Every visible sentence. `useMessages` gives those that several places show, in the current language; a place's own come
 * from its module beside this one (`./history`), so that they load with it. `./of-language` gives any, on the server.
 */
import type { en } from "./en";

export type Messages = typeof en;

export { LANGUAGES, LANGUAGE_COOKIE, LANGUAGE_NAMES, LANGUAGE_TAGS, chooseLanguage } from "./languages";
export type { Language } from "./languages";
export { LanguageProvider, useLanguage, useMessages } from "./context";
