"use client";

/** The graph of the page, and words for what is in it. */
import { useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { getGraph, type EntityNames } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useKnowledgeState } from "./view";
import { wordingOf, type Wording } from "./words";

const NONE = [] as const;

export function useGraph() {
  const [{ g: graphId }] = useKnowledgeState();
  const answer = useQueryOf(getGraph, { params: { graphId } }, { keepPrevious: true });
  return {
    graphId,
    data: answer.data,
    relations: answer.data?.relations ?? NONE,
    plans: answer.data?.plans ?? NONE,
    error: answer.error,
    refetch: answer.refetch,
  };
}

const NO_NAMES: EntityNames = {};

export function useWording(names: EntityNames = NO_NAMES): Wording {
  const { language } = useLanguage();
  const { relations } = useGraph();
  return useMemo(() => wordingOf(relations, names, language), [relations, names, language]);
}
