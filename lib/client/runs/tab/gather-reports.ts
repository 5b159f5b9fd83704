/** Batches reports that arrive faster than a page should be drawn. None is lost. */

interface Reports<T> {
  add(report: T): void;
  /** Tells what still waits, and takes nothing more. */
  close(): void;
}

/** `tell` gets what has come since it was last called, in order: the first at once, then at most every `intervalMs`. */
export function gatherReports<T>(intervalMs: number, tell: (reports: readonly T[]) => void): Reports<T> {
  let waiting: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  const tellWaiting = () => {
    timer = undefined;
    if (waiting.length === 0) return;
    const reports = waiting;
    waiting = [];
    if (!isClosed) timer = setTimeout(tellWaiting, intervalMs);
    tell(reports);
  };
  return {
    add(report) {
      if (isClosed) return;
      waiting.push(report);
      if (timer === undefined) tellWaiting();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      tellWaiting();
    },
  };
}
