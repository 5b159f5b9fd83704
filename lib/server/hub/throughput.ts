/** How far a download is and how fast it goes. */

const WINDOW_MS = 5_000;

export interface Meter {
  /** Bytes on the disk now. Returns the rate of the last seconds. */
  at(doneBytes: number): number;
}

export function createThroughput(now: () => number = Date.now): Meter {
  const samples: { readonly atMs: number; readonly doneBytes: number }[] = [];
  return {
    at(doneBytes) {
      const atMs = now();
      // A count that falls is another try, and what was before says nothing of it.
      if (samples.length > 0 && samples[samples.length - 1].doneBytes > doneBytes) samples.length = 0;
      samples.push({ atMs, doneBytes });
      while (samples.length > 2 && samples[1].atMs <= atMs - WINDOW_MS) samples.shift();
      const [first] = samples;
      return atMs > first.atMs ? (1000 * (doneBytes - first.doneBytes)) / (atMs - first.atMs) : 0;
    },
  };
}
