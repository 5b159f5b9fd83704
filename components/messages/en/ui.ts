/** Words of the primitives. */
export const ui = {
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  working: "Working…",
  loading: "Loading",
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
  hoursAgo: (n: number) => `${n} h ago`,
};
