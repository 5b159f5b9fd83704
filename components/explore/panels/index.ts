/** The picture of each analysis, loaded when it is shown. One that has no picture of its own is shown as its tables. */
import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import type { AnalysisCard } from "@/lib/api";
import type { ListedVersion } from "@/lib/store";
import type { Asked } from "../ask/use-asked";
import type { Answered } from "../use-analysis";
import type { ExploreView, UpdateExploreView } from "../view";

export interface PanelProps {
  readonly card: AnalysisCard;
  /** One for each version, with its answer; one for both where the analysis reads both at once. */
  readonly answers: readonly Answered[];
  readonly asked: Asked;
  /** The version that is looked at, where it is an edited one. */
  readonly edited: ListedVersion | undefined;
  readonly view: ExploreView;
  readonly update: UpdateExploreView;
}

type Panel = ComponentType<PanelProps>;

const lazy = (load: () => Promise<Panel>): Panel => dynamic(load, { ssr: false });

export const PANELS: Readonly<Record<string, Panel>> = {
  lens: lazy(() => import("./lens/lens-panel").then((file) => file.LensPanel)),
  trace: lazy(() => import("./trace/trace-panel").then((file) => file.TracePanel)),
  "trace-average": lazy(() => import("./trace/trace-average-panel").then((file) => file.TraceAveragePanel)),
  circuit: lazy(() => import("../circuit/circuit-panel").then((file) => file.CircuitPanel)),
  heads: lazy(() => import("./heads/heads-panel").then((file) => file.HeadsPanel)),
  attention: lazy(() => import("./heads/attention-panel").then((file) => file.AttentionPanel)),
  patch: lazy(() => import("./patch/patch-panel").then((file) => file.PatchPanel)),
  attribution: lazy(() => import("./attribution-panel").then((file) => file.AttributionPanel)),
  neurons: lazy(() => import("./memory/neurons-panel").then((file) => file.NeuronsPanel)),
  neuron: lazy(() => import("./memory/neuron-panel").then((file) => file.NeuronPanel)),
  probe: lazy(() => import("./facts/curve-panels").then((file) => file.ProbePanel)),
  truth: lazy(() => import("./facts/curve-panels").then((file) => file.TruthPanel)),
  "linear-relation": lazy(() => import("./facts/curve-panels").then((file) => file.LinearRelationPanel)),
  "relation-circuit": lazy(() => import("./facts/curve-panels").then((file) => file.RelationCircuitPanel)),
  report: lazy(() => import("./report/report-panel").then((file) => file.ReportPanel)),
  tables: lazy(() => import("./tables-panel").then((file) => file.TablesPanel)),
};
