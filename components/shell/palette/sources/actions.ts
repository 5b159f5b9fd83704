import { Archive, Keyboard, Languages, Moon, Play, Presentation, Server, Undo2 } from "lucide-react";
import { useTheme } from "next-themes";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { LANGUAGE_NAMES, useLanguage, useMessages } from "@/components/messages";
import { toast, useErrorWords } from "@/components/ui";
import { undo } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useWorkbench } from "../../workbench";
import type { PaletteEntry, PaletteSource } from "../source";

/** What can be done from anywhere, and what the page in front offers. */
export const actionsSource: PaletteSource = {
  id: "actions",
  useEntries({ onPresent, onKeys }) {
    const t = useMessages().shell;
    const { place, setPlace, branchId, head } = useWorkbench();
    const { language, setLanguage } = useLanguage();
    const { resolvedTheme, setTheme } = useTheme();
    const words = useErrorWords();
    const undoing = useActionOf(undo);
    const mayUndo = useRefusal("versions.undo") === undefined;
    const otherLanguage = language === "en" ? "zh" : "en";
    const otherTheme = resolvedTheme === "dark" ? "light" : "dark";
    const otherPlace = place === "browser" ? "server" : "browser";
    const takeBack = () =>
      undoing.mutate(
        { params: { branchId } },
        { onSuccess: () => toast(t.palette.undone), onError: (error) => toast.error(words(error).message) },
      );
    const entries: (PaletteEntry | null)[] = [
      !onPage("run")
        ? null
        : {
            id: "run",
            label: t.keys.run,
            icon: Play,
            onSelect: () => onPage("run")?.click(),
          },
      !onPage("keep")
        ? null
        : {
            id: "keep",
            label: t.palette.keep,
            icon: Archive,
            onSelect: () => onPage("keep")?.click(),
          },
      !mayUndo || !head?.parents.length
        ? null
        : { id: "undo", label: t.keys.undo, icon: Undo2, onSelect: takeBack },
      { id: "present", label: t.present.start, icon: Presentation, onSelect: onPresent },
      { id: "keys", label: t.keys.title, keywords: ["?"], icon: Keyboard, onSelect: onKeys },
      {
        id: "place",
        label: `${t.place.label}: ${t.place[otherPlace]}`,
        keywords: ["place", "browser", "server"],
        icon: Server,
        onSelect: () => setPlace(otherPlace),
      },
      {
        id: "language",
        label: t.language.switchTo(LANGUAGE_NAMES[otherLanguage]),
        keywords: ["language", "语言"],
        icon: Languages,
        onSelect: () => setLanguage(otherLanguage),
      },
      {
        id: "theme",
        label: `${t.theme.label}: ${t.theme[otherTheme]}`,
        keywords: ["theme"],
        icon: Moon,
        onSelect: () => setTheme(otherTheme),
      },
    ];
    return entries.filter((entry) => entry !== null);
  },
};

/** The button of the page that does it, where there is one that can be pressed. */
function onPage(action: "run" | "keep"): HTMLButtonElement | null {
  return document.querySelector<HTMLButtonElement>(`button[data-action="${action}"]:not(:disabled)`);
}
