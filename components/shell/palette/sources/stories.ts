import { BookOpen } from "lucide-react";
import { useMessages } from "@/components/messages";
import type { PaletteSource } from "../source";

const STORIES = [1, 2, 3] as const;

export const storiesSource: PaletteSource = {
  id: "stories",
  useEntries({ go }) {
    const { stories } = useMessages().tour;
    return STORIES.map((story) => ({
      id: String(story),
      label: stories[story].title,
      icon: BookOpen,
      onSelect: () => go("/edit", { story: String(story) }),
    }));
  },
};
