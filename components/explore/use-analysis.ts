"use client";

/**
 * An analysis of one version or of two: what it would take, then its answers. What is quick is asked when its inputs stand
 * still; what takes long waits until a person starts it, and can be cancelled.
 */
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { useDebounced } from "@/components/ui/use-debounced";
import type { AnalysisCard } from "@/lib/api";
import type { JsonObject, PalimpsestError, Progress } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";
import type { AnalysisQuestion } from "@/lib/explain";
import type { ExplorePreflight } from "@/lib/job/calls";
import { missingPart, questionOf, type Known } from "./ask/question";
import type { Asked, Side } from "./ask/use-asked";

const DELAY_MS = 500;
/** What may run without being asked for. */
const QUICK_MS = 8_000;

/** The answer about one version, as far as it has come. */
export interface Answered {
  readonly side: Side;
  readonly data: unknown;
  readonly error: PalimpsestError | null;
}

export interface Analysis {
  readonly status:
    "incomplete" | "opening" | "checking" | "waiting" | "blocked" | "running" | "failed" | "done";
  /** The part of the question that is missing. */
  readonly missing: string | null;
  readonly preflight: ExplorePreflight | undefined;
  readonly answers: readonly Answered[];
  /** While other settings of the same question are looked at: what the last ones gave. */
  readonly earlier: readonly Answered[] | null;
  readonly error: PalimpsestError | null;
  readonly progress: Progress | null;
  /** What the answers are about, which lags behind what is being typed. */
  readonly asked: Asked;
  readonly cancel: () => void;
  readonly retry: () => void;
}

interface AnalysisCall extends Pick<Known, "facts"> {
  readonly card: AnalysisCard | undefined;
  readonly asked: Asked;
  readonly sides: readonly Side[];
  /** The version and what it was made from; null where nothing was edited. */
  readonly both: readonly [Side, Side] | null;
  readonly parameters: JsonObject;
  /** A person started it. */
  readonly isStarted: boolean;
  /** False until the versions are known. */
  readonly isKnown: boolean;
}

export function useAnalysis({
  card,
  asked: typed,
  facts,
  sides,
  both,
  parameters,
  isStarted,
  isKnown,
}: AnalysisCall): Analysis {
  const modelHost = useModelHost();
  const client = useQueryClient();
  const { modelId, place } = useWorkbench();
  const asked = useDebounced(typed, DELAY_MS);
  const settings = useDebounced(parameters, DELAY_MS);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [cancelled, setCancelled] = useState<string | null>(null);

  // A choice of one version compares prompts where an analysis can do either.
  const hasTwo = both !== null && (card?.isOfTwo !== "or-subject" || sides.length === 2);
  const known: Known = { asked, facts, hasTwo, settings };
  const missing = card ? missingPart(card, known) : null;
  const isLooking = card?.asks.includes("facts") === true && facts === undefined;
  // What still stands from before the versions were known, or while a person types, is not asked.
  const isStill = JSON.stringify([asked, settings]) === JSON.stringify([typed, parameters]);
  const isComplete = card !== undefined && missing === null && isKnown && !isLooking && isStill;
  const isOpen = modelHost.status === "ready";
  const calls = callsOf(card, known, settings, sides, both);
  const key = (kind: string, call: object) => ["model-host", kind, modelId, place, call];

  const [first] = calls;
  const looked = useQuery<ExplorePreflight, PalimpsestError>({
    queryKey: key("explore-preflight", { ...first, sides: calls.length }),
    queryFn: ({ signal }) => modelHost.explorePreflight(first, signal),
    enabled: isComplete && isOpen,
    staleTime: 60_000,
    retry: false,
  });
  const preflight = looked.data;
  const isBlocked = (preflight?.blockers.length ?? 0) > 0;
  const isQuick = preflight !== undefined && preflight.durationMs[1] * calls.length <= QUICK_MS;
  const identity = JSON.stringify([modelId, place, calls]);
  const mayRun = isComplete && isOpen && preflight !== undefined && !isBlocked && cancelled !== identity;

  const found = useQueries({
    queries: calls.map((call) => ({
      queryKey: key("explore", call),
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        setProgress(null);
        return modelHost.explore(call, signal, setProgress);
      },
      enabled: mayRun && (isQuick || isStarted),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  });

  const answers = answersOf(card, sides, found);
  const error = looked.error ?? answers.find((one) => one.error)?.error ?? null;
  const subject = JSON.stringify([card?.id, modelId, place, sides, known.asked]);
  const [last, setLast] = useState<{ readonly subject: string; readonly answers: readonly Answered[] }>();
  const isRunning = found.some(({ fetchStatus }) => fetchStatus === "fetching");
  const isDone = answers.length > 0 && answers.every(({ data }) => data !== undefined);
  if (isDone && (last?.subject !== subject || answers.some(({ data }, i) => data !== last.answers[i].data)))
    setLast({ subject, answers });
  const status = !card
    ? "checking"
    : !isKnown
      ? "opening"
      : missing !== null
        ? "incomplete"
        : isDone
          ? "done"
          : isRunning
            ? "running"
            : error
              ? "failed"
              : !isOpen
                ? "opening"
                : isBlocked
                  ? "blocked"
                  : preflight === undefined
                    ? "checking"
                    : "waiting";
  return {
    status,
    missing,
    preflight,
    answers,
    earlier: last?.subject === subject ? last.answers : null,
    error,
    progress,
    asked,
    cancel: () => {
      setCancelled(identity);
      for (const call of calls) void client.cancelQueries({ queryKey: key("explore", call) });
    },
    retry: () => {
      setCancelled(null);
      if (looked.error) void looked.refetch();
      for (const query of found) if (query.error) void query.refetch();
    },
  };
}

interface Call {
  readonly analysis: string;
  readonly question: AnalysisQuestion;
  readonly parameters: JsonObject;
  readonly version?: string;
  readonly against?: { readonly version?: string };
}

/** One call for each version, or one for both where the analysis reads both at once. */
function callsOf(
  card: AnalysisCard | undefined,
  known: Known,
  parameters: JsonObject,
  sides: readonly Side[],
  both: readonly [Side, Side] | null,
): Call[] {
  if (!card) return [];
  const question = questionOf(card, known);
  const whole = { analysis: card.id, question, parameters };
  const named = ({ version }: Side) => (version === undefined ? {} : { version });
  if (card.isOfTwo && known.hasTwo)
    return both ? [{ ...whole, ...named(both[0]), against: named(both[1]) }] : [];
  return sides.map((side) => ({ ...whole, ...named(side) }));
}

interface Found {
  readonly data?: { readonly answer?: unknown };
  readonly error: unknown;
}

function answersOf(
  card: AnalysisCard | undefined,
  sides: readonly Side[],
  found: readonly Found[],
): Answered[] {
  const shown = card?.isOfTwo ? sides.slice(-1) : sides;
  return shown.flatMap((side, i) =>
    found[i] ? [{ side, data: found[i].data?.answer, error: found[i].error as PalimpsestError | null }] : [],
  );
}
