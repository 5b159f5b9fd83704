import { formatDuration } from "@/components/ui/format";

/** Words of the primitives. */
export const ui = {
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  working: "Working…",
  loading: "Loading",
  /** Who worked without a name. */
  anonymous: "anonymous",
  optional: "optional",
  required: "required",
  copy: "Copy",
  copied: "Copied",
  progress: (percent: number) => `${percent} percent`,
  progressUnknown: "In progress",
  scrollTable: (caption: string) => `${caption}, scrollable table`,
  emptyTable: "No rows yet.",
  justNow: "just now",
  minutesAgo: (n: number) => `${n} min ago`,
  /** "340 ms", "1.2 s", "3 min 5 s", "2 h 10 min". */
  duration: (ms: number) => formatDuration(ms, { ms: "ms", seconds: "s", minutes: "min", hours: "h" }),
  hoursAgo: (n: number) => `${n} h ago`,
};
