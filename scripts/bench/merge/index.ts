/**
 * Merging three models and a base of GPT-2 small's shape (124 M, float32), file to file, and their kinship: processor seconds and
 * peak memory of a process of its own, beside those of mergekit's command on two cores. The models are drawn from a seed.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Line } from "../measure";
import { makeModels } from "./models";

export interface MergeAsked {
  readonly folder: string;
  /** null: kinship of all pairs. */
  readonly method: string | null;
}

export interface MergeTaken {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMb: number | null;
  /** sha-256 of the weights that were written. */
  readonly hash: string;
}

/** mergekit's command: seconds of processor time, and GB at the peak. */
const REFERENCE: Readonly<Record<string, readonly [seconds: number, gigabytes: number]>> = {
  slerp: [23, 2.8],
  linear: [36, 3.4],
  dare_linear: [61, 4.6],
  dare_ties: [97, 5.5],
  ties: [146, 5.5],
};

export async function benchMerge(): Promise<Line[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-merge-"));
  try {
    await makeModels(folder);
    const lines: Line[] = [];
    for (const [method, [seconds, gigabytes]] of Object.entries(REFERENCE)) {
      const taken = await inProcess({ folder, method });
      const again = method === "dare_ties" ? await inProcess({ folder, method }) : taken;
      lines.push({
        what: `${method}, 124 M`,
        value: `${(taken.cpuMs / 1000).toFixed(1)} s, ${memory(taken)}`,
        note: `original ${seconds} s, ${gigabytes} GB${again === taken ? "" : again.hash === taken.hash ? "; a second run gives the same bytes" : "; A SECOND RUN GIVES OTHER BYTES"}`,
      });
    }
    const kinship = await inProcess({ folder, method: null });
    lines.push({
      what: "kinship of three pairs, 124 M",
      value: `${(kinship.cpuMs / 1000).toFixed(1)} s, ${memory(kinship)}`,
      note: "one pass in float64, by tensor, layer, kind and whole",
    });
    return lines;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function memory({ peakMb }: MergeTaken): string {
  return peakMb === null ? "memory unknown" : `${(peakMb / 1000).toFixed(2)} GB`;
}

async function inProcess(asked: MergeAsked): Promise<MergeTaken> {
  const child = fork(path.join(import.meta.dirname, "once.ts"), { execArgv: ["--import", "tsx"] });
  child.send(asked);
  const [taken] = (await once(child, "message")) as [MergeTaken];
  await once(child, "exit");
  return taken;
}
