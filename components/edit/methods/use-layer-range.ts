"use client";

import { cardFacts } from "@/components/library/model-facts";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";

/** Notes for a parameter form: which layers the model has. */
export function useLayerRange(): Readonly<Record<string, string>> {
  const t = useMessages().edit.methods;
  const { model } = useWorkbench();
  const { layers } = cardFacts(model?.facts);
  return layers === undefined ? {} : { layers: t.layerRange(layers - 1) };
}
