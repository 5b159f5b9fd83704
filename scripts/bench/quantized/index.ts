/**
 * A model of Qwen 2.5 0.5B's shape with random weights, in four bits: what it takes to load, to write the first token, to make
 * one ROME edit and to undo it, on each runtime in a process of its own; and whether its logits are those of the same numbers
 * in float32, natively. A folder named in PALIMPSEST_BENCH_QUANTIZED is measured in its place, beside its original in
 * PALIMPSEST_BENCH_ORIGINAL.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRun } from "../../../lib/base";
import {
  checkpointFolder,
  relativeLoss,
  type CheckpointFiles,
  type QuantizationLoss,
} from "../../../lib/model";
import { folderFiles } from "../../../lib/server/files/folder-files";
import { writeFolder } from "../../../lib/server/files/write-folder";
import { formatMs, timeMs, type Line } from "../measure";
import { QWEN_HALF_BILLION, randomModel } from "../random-model";
import type { BenchedKind } from "../runtimes";

const ATLAS = path.join(import.meta.dirname, "../../../public/models/atlas");

/** Of one process. */
export interface QuantizedTimes {
  readonly loadMs: number;
  readonly tokenMs: number;
  readonly tokenCpuMs: number;
  readonly editMs: number;
  readonly editCpuMs: number;
  readonly undoMs: number;
  readonly isExact: boolean;
  /** The most that was resident, and what the runtime held before the model. */
  readonly peakMb: number;
  readonly runtimeMb: number;
  readonly logits: readonly number[];
}

export async function benchQuantized(): Promise<Line[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-quantized-"));
  try {
    const { PALIMPSEST_BENCH_QUANTIZED: given, PALIMPSEST_BENCH_ORIGINAL: original } = process.env;
    const [small, plain] = [given ?? path.join(folder, "int4"), original ?? path.join(folder, "float32")];
    const lines: Line[] = [];
    if (given === undefined) lines.push(...(await writeBoth(small, plain)));
    const times: Record<string, QuantizedTimes> = {};
    for (const [what, kind, from] of [
      ["4 bits, native", "native", small],
      ["float32, native", "native", plain],
      ["4 bits, wasm", "wasm", small],
    ] as const) {
      const found = await measureIn(kind, from);
      times[what] = found;
      lines.push(...linesOf(what, found));
    }
    if (given === undefined) {
      const [one, other] = [times["4 bits, native"].logits, times["float32, native"].logits];
      const largest = Math.max(...other.map(Math.abs));
      const worst = Math.max(...one.map((value, i) => Math.abs(value - other[i])));
      lines.push({
        what: "largest difference of logits",
        value: worst.toExponential(1),
        note: `from the same numbers in float32; the largest logit is ${largest.toPrecision(3)}`,
      });
    }
    return lines;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeBoth(small: string, plain: string): Promise<Line[]> {
  const losses: QuantizationLoss[] = [];
  const write = async (source: CheckpointFiles, dtype: "int4" | "float32", out: string) =>
    writeFolder(
      createRun(),
      out,
      await checkpointFolder(createRun(), "random", source, new Map(), {
        dtype,
        onLoss: (loss) => losses.push(loss),
      }),
    );
  const random = await randomModel(QWEN_HALF_BILLION, folderFiles(ATLAS));
  const takenMs = await timeMs(() => write(random, "int4", small));
  await write(folderFiles(small), "float32", plain);
  return [
    {
      what: "quantising",
      value: formatMs(takenMs),
      note: `${(100 * relativeLoss(losses)).toFixed(1)} % of the weights' norm is lost`,
    },
  ];
}

async function measureIn(kind: BenchedKind, folder: string): Promise<QuantizedTimes> {
  const child = fork(path.join(import.meta.dirname, "once.ts"), [kind, folder]);
  const [times] = (await once(child, "message")) as [QuantizedTimes];
  await once(child, "exit");
  return times;
}

function linesOf(what: string, times: QuantizedTimes): Line[] {
  return [
    {
      what: `${what}: loading and first token`,
      value: formatMs(times.loadMs),
      note: `a further one ${formatMs(times.tokenMs)}, ${formatMs(times.tokenCpuMs)} of processor time`,
    },
    {
      what: `${what}: one ROME edit`,
      value: formatMs(times.editMs),
      note: `${formatMs(times.editCpuMs)} of processor time; undo ${formatMs(times.undoMs)}, ${times.isExact ? "exact" : "NOT exact"}`,
    },
    {
      what: `${what}: memory at the peak`,
      value: `${times.peakMb.toFixed(0)} MB`,
      note: `resident, of which ${times.runtimeMb.toFixed(0)} MB are the runtime and this program`,
    },
  ];
}
