/** Every analysis. A listed one gets its preflight, its commands, its place in the API and its tables; the page draws it. */
import type { z } from "zod";
import { defineCatalog } from "../../base";
import type { AnyAnalysis } from "../analysis";
import { attention } from "./attention";
import { attribution } from "./attribution";
import { circuit } from "./circuits/circuit";
import { circuitOverlap } from "./circuits/circuit-overlap";
import { relationCircuit } from "./circuits/relation-circuit";
import { linearRelation } from "./knowledge/linear-relation";
import { neuron } from "./knowledge/neuron";
import { neurons } from "./knowledge/neurons";
import { probe } from "./knowledge/probe";
import { report } from "./knowledge/report";
import { truth } from "./knowledge/truth";
import { heads } from "./heads";
import { lens } from "./lens";
import { patch } from "./patch";
import { trace } from "./trace";
import { traceAverage } from "./trace-average";

const LISTED = [
  lens,
  attribution,
  attention,
  heads,
  trace,
  traceAverage,
  patch,
  circuit,
  circuitOverlap,
  relationCircuit,
  neurons,
  neuron,
  probe,
  truth,
  linearRelation,
  report,
] as const;

export const ANALYSES = defineCatalog("analysis", LISTED as unknown as readonly AnyAnalysis[]);

type Listed = (typeof LISTED)[number];
export type AnalysisId = Listed["id"];
type Of<I extends AnalysisId> = Extract<Listed, { id: I }>;
/** The parameters that one is asked with; those left out have their defaults. */
export type ParametersOf<I extends AnalysisId> = z.input<Of<I>["parameters"]>;
export type AnswerOf<I extends AnalysisId> = z.infer<Of<I>["answer"]>;
