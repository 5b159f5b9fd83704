import { GitBranch, Sparkles } from "lucide-react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "../../workbench";
import type { PaletteSource } from "../source";

export const modelsSource: PaletteSource = {
  id: "models",
  useEntries() {
    const t = useMessages().shell.palette;
    const { models, branches, setModel, setBranch } = useWorkbench();
    return [
      ...models.map(({ id, name }) => ({
        id,
        label: t.useModel(name),
        keywords: [id],
        icon: Sparkles,
        onSelect: () => setModel(id),
      })),
      ...branches.map(({ id, name }) => ({
        id,
        label: t.useBranch(name),
        icon: GitBranch,
        onSelect: () => setBranch(name),
      })),
    ];
  },
};
