/** Who waits for a job to change. */

/** Another process may change a job without telling, so nobody waits longer than this before looking again. */
const LONGEST_WAIT_MS = 250;

interface Change {
  /** Resolves when the job changed, when the signal aborts, or after a while. */
  readonly happened: Promise<void>;
  /** Stops waiting. */
  dismiss(): void;
}

interface Listeners {
  /** The job's next change from now on. */
  next(jobId: string, signal: AbortSignal): Change;
  tell(jobId: string): void;
}

export function createListeners(): Listeners {
  const byJob = new Map<string, Set<() => void>>();
  return {
    next(jobId, signal) {
      let dismiss = (): void => {};
      const happened = new Promise<void>((resolve) => {
        const waiting = byJob.get(jobId) ?? new Set();
        byJob.set(jobId, waiting);
        dismiss = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", dismiss);
          waiting.delete(dismiss);
          if (waiting.size === 0 && byJob.get(jobId) === waiting) byJob.delete(jobId);
          resolve();
        };
        const timer = setTimeout(dismiss, LONGEST_WAIT_MS);
        waiting.add(dismiss);
        signal.addEventListener("abort", dismiss, { once: true });
      });
      return { happened, dismiss };
    },
    tell(jobId) {
      for (const dismiss of [...(byJob.get(jobId) ?? [])]) dismiss();
    },
  };
}
