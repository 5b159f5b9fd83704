"use client";

import { useMessages } from "./context";

/** The sentences of Explore. */
export function useExploreMessages() {
  return useMessages().explore;
}
