"use client";

import { ChartBar } from "lucide-react";
import { ChartView } from "@/components/charts";
import { scoreBars, ScoreBarsData } from "@/components/charts/score-bars";
import { recordEdit, showsEdit } from "./edit-record";
import { defineSlide } from "./kind";

/** The scores of an edit as bars. */
export const scoresSlide = defineSlide<ScoreBarsData>({
  id: "scores",
  icon: ChartBar,
  data: ScoreBarsData,
  offers: showsEdit,
  record: async (view) => (await recordEdit(view))?.scores ?? null,
  Slide: ({ data }) => <ChartView chart={scoreBars} data={data} />,
});
