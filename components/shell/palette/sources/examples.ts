import { PenLine } from "lucide-react";
import { draftOf } from "@/components/edit/composer/draft";
import { encodeDraft } from "@/components/edit/view-state";
import { useLanguage, useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { exampleCases } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf } from "@/lib/data";
import type { PaletteSource } from "../source";

export const examplesSource: PaletteSource = {
  id: "examples",
  useEntries({ go }) {
    const t = useMessages().shell.palette;
    const { modelId } = useWorkbench();
    const { language } = useLanguage();
    const cases =
      useQueryOf(exampleCases, { params: { worldId: worldIdOf(modelId) }, input: { language } }).data
        ?.cases ?? [];
    return cases.map((example) => ({
      id: example.request.id,
      label: t.example(example.request.subject, example.request.targetNew),
      keywords: [example.request.targetTrue ?? ""],
      icon: PenLine,
      onSelect: () => go("/edit", { e: JSON.stringify([encodeDraft(draftOf(example))]) }),
    }));
  },
};
