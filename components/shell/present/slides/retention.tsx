"use client";

import { Grid3x3 } from "lucide-react";
import { ChartView } from "@/components/charts";
import { retention, RetentionData } from "@/components/charts/retention";
import { heatmapOf } from "@/components/evaluate/retention";
import { lifelongRetention } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import { METRICS } from "@/lib/eval/results";
import { defineSlide } from "./kind";
import { runIdOf, showsRun, STAGE_PROTOCOL } from "./run-record";

/** Which edits of a lifelong run still hold: the heatmap of all of them. */
export const retentionSlide = defineSlide<RetentionData>({
  id: "retention",
  icon: Grid3x3,
  data: RetentionData,
  offers: showsRun,
  async record(view) {
    const found = await callEndpoint(lifelongRetention, { params: { runId: runIdOf(view) } });
    if (found.checkpoints.length === 0) return null;
    const all = { part: undefined, edit: undefined, at: undefined };
    return heatmapOf(found, { metric: METRICS.all[0].id, protocol: STAGE_PROTOCOL, ...all });
  },
  Slide: ({ data }) => <ChartView chart={retention} data={data} />,
});
