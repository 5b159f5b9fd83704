/** The rate of a download, in bytes per second. */

const WINDOW_MS = 5_000;

interface Meter {
  /** Takes the bytes on the disk now. Returns the rate over the last seconds, in bytes per second. */
  at(doneBytes: number): number;
}

export function createThroughput(now: () => number = Date.now): Meter {
  const samples: { readonly atMs: number; readonly doneBytes: number }[] = [];
  return {
    at(doneBytes) {
      const atMs = now();
      // The count falls when a file starts again. The samples before that do not measure the new transfer.
      if (samples.length > 0 && samples[samples.length - 1].doneBytes > doneBytes) samples.length = 0;
      samples.push({ atMs, doneBytes });
      while (samples.length > 2 && samples[1].atMs <= atMs - WINDOW_MS) samples.shift();
      const [first] = samples;
      return atMs > first.atMs ? (1000 * (doneBytes - first.doneBytes)) / (atMs - first.atMs) : 0;
    },
  };
}
