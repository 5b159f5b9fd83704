/** What a job of any kind gives. */
import { z } from "zod";
import {
  DownloadJobOutput,
  EditJobOutput,
  LifelongJobOutput,
  PrepareJobOutput,
  ProposeJobOutput,
} from "../records";
import { BenchmarkJobOutput } from "./benchmark";
import { FactualityJobOutput } from "./factuality";
import { EvolveJobOutput, KinshipJobOutput, MergeJobOutput } from "./merge";

export const JobOutput = z.union([
  EditJobOutput,
  DownloadJobOutput,
  PrepareJobOutput,
  ProposeJobOutput,
  LifelongJobOutput,
  BenchmarkJobOutput,
  FactualityJobOutput,
  MergeJobOutput,
  KinshipJobOutput,
  EvolveJobOutput,
]);
export type JobOutput = z.infer<typeof JobOutput>;
