import { Search } from "lucide-react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { findFacts } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf } from "@/lib/data";
import type { PaletteSource } from "../source";

/** Shorter words are in too many facts. */
const SHORTEST = 3;

/** Facts of the world, found by what is typed; each opens Edit with an answer still to be written. */
export const factsSource: PaletteSource = {
  id: "facts",
  useEntries({ query, go }) {
    const t = useMessages().shell.palette;
    const { modelId } = useWorkbench();
    const found = useQueryOf(
      findFacts,
      { params: { worldId: worldIdOf(modelId) }, input: { search: query, limit: 8, flawed: false } },
      { enabled: query.length >= SHORTEST },
    );
    if (query.length < SHORTEST) return [];
    return (found.data?.facts ?? []).map(({ subject, prompt, answer }) => ({
      id: `${subject} ${prompt}`,
      label: t.fact(prompt.replace("{}", subject), answer),
      // The server has found it by these words: what is typed need not stand in the label.
      keywords: [query],
      icon: Search,
      onSelect: () => go("/edit", { e: JSON.stringify([[subject, prompt, "", answer, [], [], []]]) }),
    }));
  },
};
