"use client";

import { useEffect, useReducer } from "react";
import type { Progress } from "@/lib/base";

export interface Pace {
  /** Steps a second, since the phase began. */
  readonly rate: number;
  /** Until the phase ends; absent when nobody knows how long it is. */
  readonly leftMs?: number;
}

export interface Clock {
  readonly seen: Progress | undefined;
  readonly phase?: string;
  readonly startMs: number;
  readonly startStep: number;
  readonly pace: Pace | null;
}

const STOPPED: Clock = { seen: undefined, startMs: 0, startStep: 0, pace: null };

/** How fast the current phase goes and when it will end; null until two of its steps are known. */
export function usePace(progress: Progress | undefined): Pace | null {
  const [clock, tick] = useReducer(onReport, STOPPED);
  useEffect(() => tick({ progress, atMs: performance.now() }), [progress]);
  return clock.pace;
}

function onReport(clock: Clock, { progress, atMs }: { progress: Progress | undefined; atMs: number }): Clock {
  return progress === clock.seen ? clock : ticked(clock, progress, atMs);
}

/** The clock after one more report. A new phase, or one that starts over, is timed from its first report. */
export function ticked(clock: Clock, progress: Progress | undefined, nowMs: number): Clock {
  if (!progress) return STOPPED;
  if (progress.phase !== clock.phase || progress.step < clock.startStep) {
    return { seen: progress, phase: progress.phase, startMs: nowMs, startStep: progress.step, pace: null };
  }
  const rate = ((progress.step - clock.startStep) / (nowMs - clock.startMs)) * 1000;
  if (!Number.isFinite(rate) || rate <= 0) return { ...clock, seen: progress };
  const leftMs =
    progress.steps === undefined ? undefined : (Math.max(0, progress.steps - progress.step) / rate) * 1000;
  return { ...clock, seen: progress, pace: { rate, leftMs } };
}
