"use client";

import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Dialog, EmptyNote, SegmentedControl } from "@/components/ui";
import type { MethodCard } from "@/lib/api";
import { MethodCards } from "./method-card";
import { MethodParameters } from "./method-parameters";
import { shortList } from "./recommended";
import type { MethodChoice } from "./use-method-choice";

// Rarely needed at first, so the page does not wait for them.
const SweepPanel = dynamic(() => import("./sweep-panel").then((file) => file.SweepPanel), { ssr: false });
const MethodList = dynamic(() => import("./method-list").then((file) => file.MethodList), { ssr: false });

interface MethodPickerProps {
  choice: MethodChoice;
  /** Methods of the last runs, by their ids. */
  recent: readonly string[];
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** Methods to compare, or one method and a parameter to sweep, and the parameters of what is chosen. */
export function MethodPicker({ choice, recent, blockersOf }: MethodPickerProps) {
  const t = useMessages().edit.methods;
  const { cards, chosen, sweep } = choice;
  if (cards.length === 0) return <EmptyNote title={t.empty} detail={t.emptyDetail} />;
  const shown = sweep ? chosen.filter(({ card }) => card === sweep.card).slice(0, 1) : chosen;
  return (
    <div className="flex flex-col gap-4">
      {shown.length > 0 && (
        <div className="flex flex-col gap-2">
          {shown.map((entry) => (
            <MethodParameters key={entry.index} entry={entry} choice={choice} swept={sweep?.plan.parameter} />
          ))}
        </div>
      )}
      <SegmentedControl
        label={t.goal}
        size="sm"
        className="self-start"
        value={sweep ? "sweep" : "compare"}
        onChange={(value) => choice.startSweep(value === "sweep" ? (chosen[0]?.card ?? cards[0]) : null)}
        options={[
          { value: "compare", label: t.compare },
          { value: "sweep", label: t.sweep },
        ]}
      />
      {sweep ? (
        <SweepPanel choice={choice} sweep={sweep} blockersOf={blockersOf} />
      ) : (
        <FewMethods choice={choice} recent={recent} blockersOf={blockersOf} />
      )}
    </div>
  );
}

/** Those to begin with, and the way to all of them. */
function FewMethods({ choice, recent, blockersOf }: MethodPickerProps) {
  const t = useMessages().edit.methods;
  const { model, modelId } = useWorkbench();
  const [isOpen, setOpen] = useState(false);
  const few = shortList(choice.cards, recent);
  const group = (title: string, cards: readonly MethodCard[]) =>
    cards.length > 0 && (
      <section aria-label={title}>
        <h3 className="font-sans text-xs font-medium text-faint">{title}</h3>
        <MethodCards cards={cards} choice={choice} blockersOf={blockersOf} />
      </section>
    );
  return (
    <div className="flex flex-col gap-3">
      {group(few.isMeasured ? t.recommended(model?.name ?? modelId) : t.toBegin, few.recommended)}
      {group(t.recent, few.recent)}
      <Button size="sm" icon={<ListChecks />} className="self-start" onClick={() => setOpen(true)}>
        {t.all(choice.cards.length)}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} size="lg" title={t.allTitle} description={t.hint}>
        <MethodList choice={choice} blockersOf={blockersOf} />
      </Dialog>
    </div>
  );
}
