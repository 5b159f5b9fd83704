import { FlaskConical } from "lucide-react";
import { useMessages } from "@/components/messages";
import { catalog } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { PaletteSource } from "../source";

export const methodsSource: PaletteSource = {
  id: "methods",
  useEntries({ go }) {
    const t = useMessages().shell.palette;
    const methods = useQueryOf(catalog, { input: {} }).data?.methods ?? [];
    return methods.map(({ id, name }) => ({
      id,
      label: t.editWith(name),
      keywords: [id],
      icon: FlaskConical,
      onSelect: () => go("/edit", { x: JSON.stringify([[id, {}]]) }),
    }));
  },
};
