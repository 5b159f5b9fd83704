"use client";

import { useWorkbench } from "@/components/shell/workbench";

interface ChatLink {
  /** The version in the second column; the first has the model before any edit. */
  readonly version: string;
  /** Overlays on top of it that no version has yet. */
  readonly unkept?: readonly string[];
  /** The question in the box. */
  readonly question: string;
}

/** The address of Chat with the model before any edit beside a version, and a question to ask both. */
export function useChatLink(): (link: ChatLink) => string {
  const { hrefTo } = useWorkbench();
  return ({ version, unkept, question }) => {
    const [path, query] = hrefTo("/chat").split("?");
    const search = new URLSearchParams(query);
    search.set("right", version);
    if (unkept) search.set("unkept", JSON.stringify(unkept));
    if (question !== "") search.set("q", question);
    return `${path}?${search.toString()}`;
  };
}
