import { PenLine } from "lucide-react";
import { draftOf } from "@/components/edit/composer/draft";
import { encodeDraft } from "@/components/edit/view-state";
import { useMessages } from "@/components/messages";
import { exampleCases } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { PaletteSource } from "../source";

export const examplesSource: PaletteSource = {
  id: "examples",
  useEntries({ go }) {
    const t = useMessages().shell.palette;
    const cases = useQueryOf(exampleCases, { input: {} }).data?.cases ?? [];
    return cases.map((example) => ({
      id: example.request.id,
      label: t.example(example.request.subject, example.request.targetNew),
      keywords: [example.request.targetTrue ?? ""],
      icon: PenLine,
      onSelect: () => go("/edit", { e: JSON.stringify([encodeDraft(draftOf(example))]) }),
    }));
  },
};
