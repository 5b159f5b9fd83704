"use client";

/** Preflight of a folder that a person chose: the heads of its files, judged by the server. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { z } from "zod";
import { preflightFiles } from "../../api";
import type { BaseWeights, CheckpointReport } from "../../store";
import type { PalimpsestError } from "../../base";
import { headsOf } from "../storage/checkpoint-heads";
import { callEndpoint } from "./http";

export function useFolderReport(
  modelId: string,
  files: readonly File[],
  weights: BaseWeights,
): UseQueryResult<z.infer<typeof CheckpointReport>, PalimpsestError> {
  const identity = files.map(({ name, size, lastModified }) => [name, size, lastModified]);
  return useQuery<z.infer<typeof CheckpointReport>, PalimpsestError>({
    queryKey: [preflightFiles.id, modelId, identity, weights],
    queryFn: async ({ signal }) =>
      callEndpoint(preflightFiles, { input: { modelId, files: await headsOf(files), weights } }, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}
