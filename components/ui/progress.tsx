"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";

interface ProgressBarProps {
  label: string;
  /** A fraction in [0, 1]; absent when the end is not known. */
  value?: number;
  /** Step, rate, time left. */
  detail?: ReactNode;
  className?: string;
}

export function ProgressBar({ label, value, detail, className }: ProgressBarProps) {
  const t = useMessages();
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={clsx("min-w-0", className)}>
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="min-w-0 break-words text-ink">{label}</span>
        {detail && <span className="numeric text-xs text-faint">{detail}</span>}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={percent === undefined ? t.ui.progressUnknown : t.ui.progress(percent)}
        className="h-1 overflow-hidden rounded-full bg-sunken"
      >
        {percent === undefined ? (
          <div className="h-full w-1/3 animate-sweep rounded-full bg-accent" />
        ) : (
          <div
            className="h-full rounded-full bg-accent transition-[width] duration-200"
            style={{ width: `${percent}%` }}
          />
        )}
      </div>
    </div>
  );
}
