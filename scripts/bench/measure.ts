/** How the bench measures and prints. Ratios within one run are what counts: absolute times are of one machine. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

export interface Line {
  readonly what: string;
  readonly value: string;
  /** What it is compared with, or what it should stay below. */
  readonly note: string;
}

/** Wall time of `work` in milliseconds. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Median time of `work` in milliseconds, after one call that is not counted. */
export function medianMs(work: () => Promise<unknown>, times: number): Promise<number> {
  return medianOf(() => timeMs(work), times);
}

/** Median of what `measure` gives, after one call that is not counted. */
export async function medianOf(measure: () => Promise<number>, times: number): Promise<number> {
  await measure();
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await measure());
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
}

interface Measured<T> {
  readonly result: T;
  readonly wallMs: number;
  /** Of all threads of this process. */
  readonly cpuMs: number;
}

/** What a piece of work takes; processor time holds when others use the machine too. */
export async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, wallMs: performance.now() - started, cpuMs: (user + system) / 1000 };
}

export function formatMs(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

export function formatRatio(slow: number, fast: number): string {
  return `${(slow / fast).toFixed(1)} ×`;
}

export function printLines(title: string, lines: readonly Line[]): void {
  const width = Math.max(...lines.map(({ what }) => what.length));
  const valueWidth = Math.max(...lines.map(({ value }) => value.length));
  process.stdout.write(`\n${title}\n`);
  for (const { what, value, note } of lines) {
    process.stdout.write(`  ${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${note}\n`);
  }
}

/** Widths of a table whose rows are printed one by one. */
const [FIRST_WIDTH, COLUMN_WIDTH] = [10, 12];

/** One row of a table, now: what is measured for minutes should be seen while it is. */
export function printRow([first, ...cells]: readonly string[]): void {
  const rest = cells.length === 1 ? cells : cells.map((cell) => cell.padStart(COLUMN_WIDTH));
  process.stdout.write(`  ${first.padEnd(FIRST_WIDTH)}  ${rest.join("  ")}\n`);
}

const BAR_WIDTH = 24;

/** A bar for a share of the largest value, so that the rows of a table make a curve. */
export function bar(share: number): string {
  return "█".repeat(Math.max(1, Math.round(BAR_WIDTH * Math.min(1, share))));
}

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first.model.trim()}, Node ${process.version}`;
}

interface MemoryWatch {
  /** The most that the processes together held since the watch began, in MB; null where Linux's account is missing. */
  peakMb(): number | null;
  stop(): void;
}

const SAMPLE_MS = 20;

/**
 * Samples the memory of processes that come and go. "private" is what they hold for themselves, as a browser's task
 * manager counts a tab; "proportional" adds their share of what they map together with others.
 */
export function watchMemory(pids: () => readonly number[], count: keyof typeof ACCOUNTS): MemoryWatch {
  let peak: number | null = null;
  const timer = setInterval(() => {
    const held = pids().reduce((sum, pid) => sum + ACCOUNTS[count](pid), 0) / 1000;
    if (held > 0) peak = Math.max(peak ?? 0, held);
  }, SAMPLE_MS);
  return { peakMb: () => peak, stop: () => clearInterval(timer) };
}

const ACCOUNTS = {
  private: (pid: number) => fieldKb(`/proc/${pid}/status`, "RssAnon"),
  proportional: (pid: number) => fieldKb(`/proc/${pid}/smaps_rollup`, "Pss"),
};

/** Forgets the most that this process has held so far, where Linux keeps account of it. */
export function resetPeakMemory(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // no such account here: `peakMemoryMb` then tells the peak since the start, or nothing
  }
}

/** The most memory that this process has held since `resetPeakMemory`, in MB; null where Linux's account is missing. */
export function peakMemoryMb(): number | null {
  const peak = fieldKb("/proc/self/status", "VmHWM") / 1000;
  return peak > 0 ? peak : null;
}

/** A process and everything it started, directly or not. */
export function processTree(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(/\s+/)
      .filter(Boolean);
    return [pid, ...children.flatMap((child) => processTree(Number(child)))];
  } catch {
    return [];
  }
}

function fieldKb(file: string, field: string): number {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"));
    return found ? Number(found[1]) : 0;
  } catch {
    return 0; // the process has gone, or there is no /proc here
  }
}
