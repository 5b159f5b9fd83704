/** How the bench measures and prints. Ratios within one run are what counts: absolute times are of one machine. */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

export interface Line {
  readonly what: string;
  readonly value: string;
  /** What it is compared with, or what it should stay below. */
  readonly note: string;
}

/** Median time of `work` in milliseconds, after one call that is not counted. */
export async function medianMs(work: () => Promise<unknown>, times: number): Promise<number> {
  await work();
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
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

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first.model.trim()}, Node ${process.version}`;
}

/** Resident memory of processes in MB, by Linux's account; null elsewhere. */
export function residentMb(pids: readonly number[]): number | null {
  try {
    return pids.reduce((sum, pid) => sum + statusKb(pid, "VmRSS"), 0) / 1000;
  } catch {
    return null; // no /proc here, or the process has gone
  }
}

/** The most memory that each process ever had, added up, in MB. */
export function peakMb(pids: readonly number[]): number | null {
  try {
    return pids.reduce((sum, pid) => sum + statusKb(pid, "VmHWM"), 0) / 1000;
  } catch {
    return null; // as above
  }
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

function statusKb(pid: number, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return found ? Number(found[1]) : 0;
}
