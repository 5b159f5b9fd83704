/** What a job of any kind gives. */
import { z } from "zod";
import { EvolutionRecord } from "../../merge/evolve/record";
import { KinshipReport } from "../../merge/kinship/report";
import {
  DownloadJobOutput,
  EditJobOutput,
  LifelongJobOutput,
  PrepareJobOutput,
  ProposeJobOutput,
} from "../records";
import { MergeJobOutput } from "./merge";

export const JobOutput = z.union([
  EditJobOutput,
  DownloadJobOutput,
  PrepareJobOutput,
  ProposeJobOutput,
  LifelongJobOutput,
  MergeJobOutput,
  KinshipReport,
  EvolutionRecord,
]);
export type JobOutput = z.infer<typeof JobOutput>;
