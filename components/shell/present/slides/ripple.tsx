"use client";

import { Waypoints } from "lucide-react";
import { ChartView } from "@/components/charts";
import { ripple, RippleData } from "@/components/charts/ripple";
import { recordEdit, showsEdit } from "./edit-record";
import { defineSlide } from "./kind";

/** What followed from an edit, what held and what broke. */
export const rippleSlide = defineSlide<RippleData>({
  id: "ripple",
  icon: Waypoints,
  data: RippleData,
  offers: showsEdit,
  record: async (view) => {
    const data = (await recordEdit(view))?.ripple;
    return data && data.facts.length > 0 ? data : null;
  },
  Slide: ({ data }) => <ChartView chart={ripple} data={data} />,
});
