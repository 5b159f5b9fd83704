"use client";

import { PencilLine } from "lucide-react";
import Link from "next/link";
import { useExploreMessages } from "@/components/messages/explore";
import { useWorkbench } from "@/components/shell/workbench";
import { buttonClass } from "@/components/ui";
import type { Asked } from "../../ask/use-asked";

/** Opens Edit with the fact and a method whose layer is the proposed one. */
export function UseLayer({ layer, asked }: { layer: number | null; asked: Asked }) {
  const t = useExploreMessages().trace;
  const { hrefTo } = useWorkbench();
  if (layer === null) return null;
  const [path, query] = hrefTo("/edit").split("?");
  const search = new URLSearchParams(query);
  const { subject, prompt, answer, old } = asked;
  // With an answer before, this is an edit; without one, the answer is what the model says, and a new one is to be written.
  const [target, truth] = old === "" ? ["", answer] : [answer, old];
  search.set("e", JSON.stringify([[subject, prompt, target, truth, [], [], []]]));
  search.set("x", JSON.stringify([["rome", { layers: [layer] }]]));
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      {t.proposed(layer)}
      <Link href={`${path}?${search.toString()}`} className={buttonClass("secondary", "sm")}>
        <PencilLine aria-hidden className="size-4" />
        {t.use(layer)}
      </Link>
    </p>
  );
}
