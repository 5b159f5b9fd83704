import "server-only";

import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { chooseLanguage, LANGUAGE_COOKIE, type Language } from "@/components/messages";
import { messagesOf } from "@/components/messages/of-language";
import type { PlaceEntry } from "./places";

/** The language of the person who asked for this page. */
export async function requestLanguage(): Promise<Language> {
  return chooseLanguage(
    (await cookies()).get(LANGUAGE_COOKIE)?.value,
    (await headers()).get("accept-language"),
  );
}

/** The title of a place's page, in the language of the person who asked. */
export async function placeMetadata(place: PlaceEntry["id"]): Promise<Metadata> {
  const { name, purpose } = messagesOf(await requestLanguage()).places[place];
  return { title: name, description: purpose };
}
