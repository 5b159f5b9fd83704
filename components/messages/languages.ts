/** The languages of the interface, and how one is chosen. Usable on the server. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name, which is how a person finds it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", zh: "中文" };
export const LANGUAGE_TAGS: Record<Language, string> = { en: "en", zh: "zh-Hans" };
export const LANGUAGE_COOKIE = "palimpsest-language";

/** A person's own choice first, then what the browser asks for, then English. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  const chosen = LANGUAGES.find((language) => language === cookie);
  if (chosen) return chosen;
  const wanted = (acceptLanguage ?? "").toLowerCase().split(",")[0] ?? "";
  return wanted.startsWith("zh") ? "zh" : "en";
}
