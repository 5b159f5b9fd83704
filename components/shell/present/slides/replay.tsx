"use client";

import { CirclePlay, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { z } from "zod";
import { ChartView } from "@/components/charts";
import { lossCurves } from "@/components/charts/loss-curves";
import { scoreBars } from "@/components/charts/score-bars";
import { curvesData } from "@/components/edit/verdict/verdict-data";
import { useMessages } from "@/components/messages";
import { Button, ProgressBar } from "@/components/ui";
import { jobEvents } from "@/lib/client/queries/job-stream";
import { withProgress, type Curves } from "@/lib/client/runs/curves";
import { ProgressRecord } from "@/lib/store";
import { EditRecord, recordEdit, showsEdit } from "./edit-record";
import { defineSlide } from "./kind";
import { WordsOnStage } from "./words";

const Replay = EditRecord.extend({
  /** What the run reported, and how long after its start. */
  events: z.array(z.object({ atMs: z.number(), progress: ProgressRecord })),
});
type Replay = z.infer<typeof Replay>;

/** An audience does not wait longer: a run that took more is played faster. */
const LONGEST_MS = 20_000;
/** How long the last report stays before the verdict. */
const REST_MS = 600;

/** A recorded run, played again at its own pace, and then its verdict. */
export const replaySlide = defineSlide<Replay>({
  id: "replay",
  icon: CirclePlay,
  data: Replay,
  offers: showsEdit,
  async record(view) {
    const found = await recordEdit(view);
    if (!found) return null;
    const stop = new AbortController();
    const events: Replay["events"] = [];
    let startedAt: number | undefined;
    for await (const { status, at, progress } of jobEvents(found.jobId, { signal: stop.signal })) {
      if (status !== "running") continue;
      startedAt ??= Date.parse(at);
      if (progress) events.push({ atMs: Date.parse(at) - startedAt, progress });
    }
    return { ...found, events };
  },
  Slide: ({ data }) => <ReplayOnStage replay={data} />,
});

function ReplayOnStage({ replay }: { replay: Replay }) {
  const { shell, edit } = useMessages();
  const [turn, setTurn] = useState(0);
  const { shown, isOver } = usePlayed(replay, turn);
  if (isOver) {
    return (
      <div className="flex flex-col gap-8">
        <WordsOnStage words={replay.words} />
        <ChartView chart={scoreBars} data={replay.scores} />
        <Button icon={<RotateCcw />} onClick={() => setTurn(turn + 1)} className="self-center">
          {shell.present.replay.again}
        </Button>
      </div>
    );
  }
  const { prompt, method } = replay.words;
  const latest = replay.events[shown - 1]?.progress;
  const curves = replay.events
    .slice(0, shown)
    .reduce<Curves>((all, { progress }) => withProgress(all, progress), {});
  return (
    <div className="flex flex-col gap-8">
      <p className="text-center font-mono text-2xl break-words">
        {prompt.head}
        {prompt.subject}
        {prompt.tail}…
      </p>
      <ProgressBar
        label={latest ? edit.core(latest.phase) : shell.present.replay.starting(method)}
        value={latest?.steps ? latest.step / latest.steps : undefined}
        detail={latest?.steps === undefined ? undefined : edit.run.step(latest.step, latest.steps)}
      />
      <ChartView chart={lossCurves} data={curvesData(curves, [method])} empty={<span />} />
    </div>
  );
}

/** How many reports have been played, and whether the run is over. Each turn plays it from the start. */
function usePlayed({ events, durationMs }: Replay, turn: number) {
  const [played, setPlayed] = useState({ turn, shown: 0, isOver: false });
  useEffect(() => {
    const lastMs = Math.max(durationMs, events.at(-1)?.atMs ?? 0);
    const pace = Math.min(1, LONGEST_MS / Math.max(1, lastMs));
    const timers = events.map(({ atMs }, index) =>
      setTimeout(() => setPlayed({ turn, shown: index + 1, isOver: false }), atMs * pace),
    );
    const end = () => setPlayed({ turn, shown: events.length, isOver: true });
    timers.push(setTimeout(end, Math.min(lastMs * pace, LONGEST_MS) + REST_MS));
    return () => timers.forEach(clearTimeout);
  }, [events, durationMs, turn]);
  return played.turn === turn ? played : { shown: 0, isOver: false };
}
