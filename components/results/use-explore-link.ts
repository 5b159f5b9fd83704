"use client";

import { useWorkbench } from "@/components/shell/workbench";

/** The address of Explore on the edit of a version, before and after it. */
export function useExploreLink(): (version: string) => string {
  const { hrefTo } = useWorkbench();
  return (version) => {
    const [path, query] = hrefTo("/explore").split("?");
    const search = new URLSearchParams(query);
    search.set("v", version);
    return `${path}?${search.toString()}`;
  };
}
