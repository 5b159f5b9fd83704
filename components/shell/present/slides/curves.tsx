"use client";

import { ChartLine } from "lucide-react";
import { ChartView } from "@/components/charts";
import { overEdits, OverEditsData } from "@/components/charts/over-edits";
import { runOverEdits } from "@/components/evaluate/numbers";
import { defineSlide } from "./kind";
import { recordRun, showsRun, STAGE_PROTOCOL } from "./run-record";

/** What is left of a lifelong run as edits pile up. */
export const curvesSlide = defineSlide<OverEditsData>({
  id: "curves",
  icon: ChartLine,
  data: OverEditsData,
  offers: showsRun,
  async record(view) {
    const named = await recordRun(view);
    return named.run.state?.rows.length ? runOverEdits(named, STAGE_PROTOCOL) : null;
  },
  Slide: ({ data }) => <ChartView chart={overEdits} data={data} />,
});
