"use client";

import { clsx } from "clsx";
import { Maximize2, Minimize2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useChartTheme } from "@/components/charts/use-chart-theme";
import { useLanguage } from "@/components/messages";
import { useExploreMessages } from "@/components/messages/explore";
import {
  EmptyNote,
  formatCount,
  formatPercent,
  IconButton,
  SegmentedControl,
  Skeleton,
} from "@/components/ui";
import type { PanelProps } from "../panels";
import { shownToken } from "../panels/token";
import { DRAWINGS } from "../view";
import { BoxedGraph } from "./boxes/boxed-graph";
import { useBoxes } from "./boxes/use-boxes";
import { CircuitMenu } from "./circuit-menu";
import { CircuitTable } from "./circuit-table";
import { Legend } from "./legend";
import { MOST_BOXED, MOST_DRAWN, edgesAt, graphOf } from "./model";
import { NodePanel } from "./node-panel";
import { WholeGraph } from "./picture/whole-graph";
import { SizeSlider } from "./size-slider";
import { keptShare, useCircuit } from "./use-circuit";

/** The heads and MLPs that carry the answer, of any size from one run; of two versions, what the edit kept, lost and made. */
export function CircuitPanel({ card, answers, asked, edited, view, update }: PanelProps) {
  const t = useExploreMessages();
  const { language } = useLanguage();
  const words = t.circuit;
  const theme = useChartTheme();
  const shown = useCircuit(answers, view);
  const [active, setActive] = useState<string | null>(null);
  const { versions, edges, grouped, nodes, stateOf, most } = shown;
  const [{ answer }] = versions;
  const isBoth = versions.length > 1;
  const pins = useMemo(() => new Set(view.pins), [view.pins]);
  // The same object at each move of the pointer: thousands of curves are drawn again for another.
  const graph = useMemo(() => graphOf(answer.graph), [answer.graph]);
  const isTooMany = view.draw === "boxes" && grouped.length > MOST_BOXED;
  const boxed = useBoxes(shown, view, view.draw === "boxes" && !isTooMany);

  const onPin = useCallback(
    (node: string) =>
      update({ pins: pins.has(node) ? [...pins].filter((one) => one !== node) : [...pins, node] }),
    [update, pins],
  );
  const tell = useCallback(
    (node: string) => {
      const { into, out } = edgesAt(grouped, node);
      const state = stateOf(node);
      const named = view.names[node] ? `${view.names[node]}, ${node}` : node;
      return [
        words.tell(named, into.length, out.length),
        state ? words.tellState(words.states[state]) : "",
        pins.has(node) ? words.tellPinned : "",
      ].join("");
    },
    [grouped, stateOf, view.names, pins, words],
  );
  useEffect(() => {
    if (!view.full) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") update({ full: undefined });
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [view.full, update]);

  const drawing = !theme ? (
    <Skeleton className="h-96" />
  ) : view.draw === "table" ? (
    <CircuitTable edges={edges} names={view.names} />
  ) : isTooMany ? (
    <EmptyNote title={words.tooMany(grouped.length, MOST_BOXED)} />
  ) : view.draw === "boxes" ? (
    <BoxedGraph
      picture={boxed.picture}
      boxes={boxed.boxes}
      theme={theme}
      layers={answer.graph.layers}
      caption={words.caption}
      active={active}
      onActive={setActive}
      onPin={onPin}
      tell={tell}
      isTall={view.full}
    />
  ) : edges.length > MOST_DRAWN ? (
    <EmptyNote title={words.tooMany(edges.length, MOST_DRAWN)} />
  ) : (
    <WholeGraph
      graph={graph}
      edges={edges}
      theme={theme}
      caption={words.caption}
      active={active}
      onActive={setActive}
      pins={pins}
      onPin={onPin}
      tell={tell}
    />
  );

  return (
    <div
      className={clsx(
        "flex min-w-0 flex-col gap-4",
        view.full && "fixed inset-0 z-40 overflow-auto bg-paper p-4 sm:p-6",
      )}
    >
      <Says shown={shown} size={view.size} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <SizeSlider
          size={view.size}
          most={most}
          left={versions.map((version) => version.edges.length)}
          onSize={(size) => update({ size })}
        />
        <div className="flex items-center gap-1">
          <SegmentedControl
            size="sm"
            label={words.drawing}
            value={view.draw}
            onChange={(draw) => update({ draw })}
            options={DRAWINGS.map((draw) => ({ value: draw, label: words.drawings[draw] }))}
          />
          <IconButton
            size="sm"
            label={view.full ? words.leaveFull : words.full}
            icon={view.full ? <Minimize2 /> : <Maximize2 />}
            onClick={() => update({ full: !view.full })}
          />
          <CircuitMenu
            card={card}
            shown={shown}
            picture={view.draw === "boxes" ? boxed.picture : null}
            isMoving={boxed.isMoving}
            asked={asked}
            edited={edited}
            view={view}
            theme={theme}
          />
        </div>
      </div>
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="min-w-0">
          {drawing}
          {view.draw !== "table" && theme && <Legend isBoth={isBoth} theme={theme} />}
        </div>
        <NodePanel
          edges={grouped}
          nodes={nodes}
          active={active ?? view.pins.at(-1) ?? null}
          view={view}
          update={update}
          onPin={onPin}
        />
      </div>
      <p className="max-w-measure text-xs text-faint">
        {words.note} {isBoth && words.sameAnswers}{" "}
        {words.measuredOf(formatCount(answer.graph.edges, language), shownToken(answer.answers[0]))}
      </p>
    </div>
  );
}

/** In words: how small the circuit is and what it keeps; of two versions, what became of it. */
function Says({ shown, size }: { shown: ReturnType<typeof useCircuit>; size: number }) {
  const t = useExploreMessages();
  const { language } = useLanguage();
  const { versions, edges } = shown;
  const count = (state: string) => edges.filter((edge) => "state" in edge && edge.state === state).length;
  return (
    <div className="flex max-w-measure flex-col gap-1 text-base">
      {versions.length > 1 && (
        <p className="font-medium">{t.circuit.saysBoth(count("kept"), count("lost"), count("new"))}</p>
      )}
      {versions.map(({ side, answer, edges: own }) => {
        const kept = keptShare(answer, size);
        const touched = new Set(own.flatMap(({ from, to }) => [from, to])).size;
        const [said, other] = answer.answers.map(shownToken);
        return (
          <p key={side.key} className={versions.length > 1 ? "text-sm text-soft" : undefined}>
            {versions.length > 1 && `${t.sides[side.key]}: `}
            {t.circuit.says(own.length, formatCount(answer.graph.edges, language), touched, said, other)}{" "}
            {kept && t.circuit.keeps(formatPercent(kept.share), kept.size, formatPercent(kept.random))}
          </p>
        );
      })}
    </div>
  );
}
