"use client";

/** Which backend this browser shall use, when a person has an opinion. */
import { BackendChoice } from "../worker/tab-calls";
import { useSetting } from "./settings";

const BACKEND_KEY = "palimpsest-backend";

export function useBackendChoice(): readonly [BackendChoice, (choice: BackendChoice) => void] {
  const [text, save] = useSetting(BACKEND_KEY);
  const parsed = BackendChoice.safeParse(text);
  return [parsed.success ? parsed.data : "automatic", save];
}
