import { useMessages } from "@/components/messages";
import { PLACES } from "../../places";
import type { PaletteSource } from "../source";

export const placesSource: PaletteSource = {
  id: "places",
  useEntries({ go }) {
    const t = useMessages();
    return PLACES.map(({ id, path, icon }) => ({
      id,
      label: t.shell.palette.goTo(t.places[id].name),
      keywords: [id, path],
      icon,
      onSelect: () => go(path),
    }));
  },
};
