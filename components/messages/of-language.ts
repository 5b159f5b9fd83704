/** The sentences of any language. For the server: a page has those of its reader only. */
import "server-only";

import { en } from "./en";
import type { Language } from "./languages";
import { zh } from "./zh";

const MESSAGES: Record<Language, typeof en> = { en, zh };

export function messagesOf(language: Language): typeof en {
  return MESSAGES[language];
}
