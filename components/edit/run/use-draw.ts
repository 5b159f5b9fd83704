"use client";

/** Random edits of facts that the model knows, for trying a method on a batch. */
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useLanguage, useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { toast, useErrorWords } from "@/components/ui";
import { drawCases } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { worldIdOf, writtenFor, type EditCase } from "@/lib/data";

export function useDraw(onDrawn: (cases: readonly EditCase[]) => void) {
  const t = useMessages().edit.composer;
  const { modelId } = useWorkbench();
  const { language } = useLanguage();
  const facts = useKnownFacts();
  const words = useErrorWords();
  const action = useActionOf(drawCases);
  const draw = (count: number) => {
    const seed = Math.random().toString(36).slice(2, 10);
    action.mutate(
      {
        params: { worldId: worldIdOf(modelId) },
        input: { count, seed, language, known: facts.known && [...facts.known] },
      },
      {
        onSuccess: ({ cases }) => {
          onDrawn(cases.map((one) => ({ ...one, writtenFor: writtenFor(one.request, modelId) })));
          toast.success(t.drawn(cases.length));
        },
        onError: (error) => toast.error(words(error).message),
      },
    );
  };
  return { draw, canDraw: facts.isUsable, isDrawing: action.isPending };
}
