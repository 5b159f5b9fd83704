/** The charting library, cut to what our charts use. Loaded on demand, so that no page pays for it before it draws. */
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { init as initCore, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

/** As the library's own, with the parts that our charts need. */
export function init(...call: Parameters<typeof initCore>): EChartsType {
  // Not when this file is imported: a bundler drops what a file does on import. Registering again does nothing.
  use([
    BarChart,
    CustomChart,
    GridComponent,
    LegendComponent,
    LineChart,
    MarkLineComponent,
    SVGRenderer,
    TitleComponent,
    TooltipComponent,
  ]);
  return initCore(...call);
}
