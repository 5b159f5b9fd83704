/**
 * What preflight promises of one edit beside what it took: `npm run bench -- estimates` on the embedded model, natively and on
 * WASM. `PALIMPSEST_BENCH_MODEL` names another folder, id or GGUF file, and then `PALIMPSEST_BENCH_CASES` a list whose first two
 * edits are made. Methods may be named, as with `-- methods`, and `native` or `wasm`. The second edit is promised again, since
 * nothing has to be made for it any more. Memory is counted from what the process holds before the model is opened.
 */
import { createRun, PalimpsestError, seededRandom, toWireError } from "../../lib/base";
import type { EditCase } from "../../lib/data";
import { atlasWorld, randomCases } from "../../lib/data/worlds";
import { EDIT_METHODS } from "../../lib/edit";
import type { ModelHost } from "../../lib/job";
import { modelId, openModelHost } from "../cli/context";
import { readCaseFile } from "../cli/files";
import { formatMs, peakMemoryMb, printRow, resetPeakMemory, timeMs } from "./measure";

const KINDS = ["native", "wasm"] as const;
/** A method that would take longer is left out, with that as the reason. */
const LONGEST_MS = 10 * 60_000;
const FACTOR = 2;

export const ESTIMATE_PARTS: readonly string[] = KINDS;

export async function benchEstimates(named: readonly string[]): Promise<void> {
  const source = process.env.PALIMPSEST_BENCH_MODEL ?? "atlas";
  const cases = await twoCases(process.env.PALIMPSEST_BENCH_CASES);
  const heldMb = process.memoryUsage.rss() / 1e6;
  const chosen = EDIT_METHODS.all.filter(({ id }) => named.includes(id));
  for (const runtime of KINDS) {
    if (KINDS.some((kind) => named.includes(kind)) && !named.includes(runtime)) continue;
    const modelHost = await openModelHost({ model: source, runtime });
    process.stdout.write(`\none edit with its questions on ${modelId(source)}, ${runtime}\n`);
    printRow(["", "edit", "promised", "took", "off by", "memory, MB", "more held", "off by"]);
    const offBy: number[] = [];
    for (const { id } of chosen.length > 0 ? chosen : EDIT_METHODS.all) {
      for (const [n, edited] of cases.entries()) {
        const row = await held({ modelHost, model: modelId(source), heldMb }, id, edited).catch(toWireError);
        if ("code" in row) {
          printRow([id, `left out: ${row.message}`]);
          break;
        }
        offBy.push(row.offBy);
        printRow([id, n === 0 ? "first" : "next", ...row.cells]);
      }
    }
    const within = offBy.filter((factor) => factor <= FACTOR).length;
    process.stdout.write(`  ${within} of ${offBy.length} times within a factor of ${FACTOR}\n`);
    await modelHost.dispose();
  }
}

interface Place {
  readonly modelHost: ModelHost;
  readonly model: string;
  /** What the process holds without a model. */
  readonly heldMb: number;
}

async function twoCases(file: string | undefined): Promise<EditCase[]> {
  if (file === undefined) return randomCases(atlasWorld(), seededRandom("bench"), 2);
  return (await readCaseFile(file, {})).slice(0, 2);
}

/** One edit by one method. Throws where it cannot be made, or not in a time that a bench has. */
async function held({ modelHost, model, heldMb }: Place, method: string, edited: EditCase) {
  const asked = { model, cases: [edited], methods: [{ method, parameters: {} }] };
  const [{ blockers, durationMs, memoryBytes }] = (await modelHost.preflight(asked)).preflights;
  if (blockers.length > 0) throw new PalimpsestError("unsupported", blockers.join(" "));
  if (durationMs[0] > LONGEST_MS)
    throw new PalimpsestError("unsupported", `at least ${formatMs(durationMs[0])} are promised.`);
  resetPeakMemory();
  const tookMs = await timeMs(async () => {
    const { outcomes } = await modelHost.edit(createRun({ seed: 1 }), { ...asked, mode: "single", seed: 1 });
    if (outcomes[0].error) throw new PalimpsestError("unsupported", outcomes[0].error.message);
  });
  const peak = peakMemoryMb();
  const peakMb = peak === null ? null : Math.max(1, peak - heldMb);
  const offBy = Math.max(1, tookMs / durationMs[1], durationMs[0] / tookMs);
  const memoryMb = memoryBytes / 1e6;
  return {
    offBy,
    cells: [
      durationMs.map(formatMs).join("–"),
      formatMs(tookMs),
      `${offBy.toFixed(1)} ×`,
      memoryMb.toFixed(0),
      peakMb?.toFixed(0) ?? "unknown",
      peakMb === null ? "unknown" : `${Math.max(memoryMb / peakMb, peakMb / memoryMb).toFixed(1)} ×`,
    ],
  };
}
