"use client";

import { useMessages } from "@/components/messages";
import { useExploreMessages } from "@/components/messages/explore";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, SegmentedControl } from "@/components/ui";
import { catalog } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { AnalysisNav } from "./analysis-nav";
import { isPairOf } from "./ask/question";
import { QuestionFields } from "./ask/question-fields";
import { useAsked } from "./ask/use-asked";
import { useOtherSubject, useRelationFacts } from "./ask/use-relation";
import { Stage } from "./stage/stage";
import { SIDES, useExploreView } from "./view";

const NO_CARDS = [] as const;

/** The Explore place: one prompt, looked at by any analysis, before an edit, after it, or both side by side. */
export function ExploreView() {
  const t = useExploreMessages();
  const { places } = useMessages();
  const [view, update] = useExploreView();
  const { modelId } = useWorkbench();
  const known = useAsked(view);
  const cards = useQueryOf(catalog, { input: { model: modelId } }, { staleTimeMs: Number.POSITIVE_INFINITY });
  const analyses = cards.data?.analyses ?? NO_CARDS;
  const card = analyses.find(({ id }) => id === view.show) ?? analyses[0];
  const isPair = card !== undefined && isPairOf(card, { hasTwo: known.choice === "both", settings: view.x });
  const found = useOtherSubject(known.asked, isPair);
  const facts = useRelationFacts(known.asked, card?.asks.includes("facts") === true);
  const isWritten = known.asked.other.trim() !== "";
  const of = { ...known, asked: { ...known.asked, other: known.asked.other || found || "" } };
  // What was started was started for another question.
  const ask = (change: Parameters<typeof update>[0]) =>
    update({ ...change, run: undefined, cell: undefined, part: undefined });

  return (
    <div className="mx-auto max-w-[96rem]">
      <PlaceHeader
        place="explore"
        actions={
          of.edited && (
            <SegmentedControl
              label={t.sides.label}
              value={of.choice}
              onChange={(side) => update({ side: side === "both" ? undefined : side })}
              options={SIDES.map((side) => ({ value: side, label: t.sides[side] }))}
            />
          )
        }
      />
      <QuestionFields
        view={view}
        of={of}
        isPair={isPair}
        isOwnAnswer={card?.isOwnAnswer === true}
        other={isWritten ? "written" : found === undefined ? "looking" : found === null ? "none" : "found"}
        onChange={ask}
      />
      {cards.error && <ErrorNote error={cards.error} onRetry={() => void cards.refetch()} />}
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <AnalysisNav
          analyses={analyses}
          shown={card?.id}
          onShow={(show) =>
            update(
              { show, x: undefined, run: undefined, cell: undefined, part: undefined },
              { history: "push" },
            )
          }
        />
        <section
          aria-label={card ? (t.names[card.id]?.name ?? card.name) : places.explore.name}
          className="min-w-0"
        >
          <Stage key={card?.id} card={card} of={of} facts={facts} view={view} update={update} />
        </section>
      </div>
    </div>
  );
}
