/** Adapters of PEFT: the change of each weight, logits with the adapter, and the same after writing and reading it again. */
import path from "node:path";
import { z } from "zod";
import { createRun, PalimpsestError } from "../../../lib/base";
import {
  ADAPTER_CONFIG,
  decode,
  openCheckpoint,
  openModel,
  readAdapter,
  writeAdapter,
  type CheckpointFiles,
  type WeightOverlay,
} from "../../../lib/model";
import { localFiles } from "../../../lib/server/files/folder-files";
import { adapterFiles } from "../../../lib/server/files/merge-sources";
import { floats } from "../../../lib/tensor";
import type { Runtime } from "../../../lib/runtime";
import { check, decodeFloats, type Check } from "../report";

const Change = z.object({
  shape: z.array(z.int()),
  frobenius: z.number(),
  sum: z.number(),
  first: z.array(z.number()),
});
const Case = z.object({
  name: z.string(),
  folder: z.string(),
  base: z.string(),
  merged_changes: z.record(z.string(), Change),
  logits_last: z.object({ shape: z.array(z.int()), base64: z.string() }),
});
export const PeftFixture = z.object({
  kind: z.literal("peft"),
  ids: z.array(z.array(z.int())),
  tolerance: z.object({ logits_abs: z.number(), delta_relative: z.number() }),
  cases: z.array(Case),
});
type Fixture = z.infer<typeof PeftFixture>;

export async function checkPeft(fixture: Fixture, folder: string, runtime: Runtime): Promise<Check[]> {
  const checks: Check[] = [];
  for (const one of fixture.cases) checks.push(...(await checkCase(one, fixture, folder, runtime)));
  return checks;
}

async function checkCase(
  { name, folder: adapter, base, merged_changes: changes, logits_last: logits }: z.infer<typeof Case>,
  { ids, tolerance }: Fixture,
  folder: string,
  runtime: Runtime,
): Promise<Check[]> {
  const checkpoint = await openCheckpoint(name, localFiles(path.resolve(folder, base)));
  const bare = openModel(checkpoint, NO_TOKENIZER, runtime);
  const { overlay } = await readAdapter(adapterFiles(path.join(folder, adapter)), checkpoint);
  const written = await writeAgain(overlay, checkpoint);
  const wanted = decodeFloats(logits.base64);
  const off = async (changed: WeightOverlay): Promise<number> => {
    const model = bare.with([changed]);
    const decoded = await decode(createRun(), model, { rows: ids, at: ids.map((row) => [row.length - 1]) });
    const vocabulary = logits.shape[1];
    return Math.max(
      ...ids.flatMap((_, b) =>
        Array.from(decoded.logits(b, 0), (value, v) => Math.abs(value - wanted[b * vocabulary + v])),
      ),
    );
  };
  let worst = 0;
  const model = bare.with([overlay]);
  for (const [parameter, change] of Object.entries(changes)) {
    const spec = checkpoint.facts.parameters.find((one) => one.name === parameter);
    if (!spec) return [check(name, `has ${parameter}`, 1, 0, "")];
    const [before, after] = [floats(await bare.stored(spec)), floats(await model.stored(spec))];
    const delta = after.map((value, i) => value - before[i]);
    const norm = Math.sqrt(delta.reduce((sum, value) => sum + value * value, 0));
    const first = Math.max(...change.first.map((value, i) => Math.abs(value - delta[i])));
    worst = Math.max(worst, Math.abs(norm / change.frobenius - 1), first / change.frobenius);
  }
  return [
    check(name, "changes of weights", worst, tolerance.delta_relative, "relative"),
    check(name, "logits", await off(overlay), tolerance.logits_abs, "absolute"),
    ...(written
      ? [
          check(
            name,
            "logits after writing and reading",
            await off(written),
            tolerance.logits_abs,
            "absolute",
          ),
        ]
      : []),
  ];
}

/** undefined for a change without factors, which an adapter cannot hold. */
async function writeAgain(
  overlay: WeightOverlay,
  checkpoint: Awaited<ReturnType<typeof openCheckpoint>>,
): Promise<WeightOverlay | undefined> {
  try {
    const bytes = await writeAdapter([overlay], checkpoint);
    return (await readAdapter(memory(bytes), checkpoint)).overlay;
  } catch (error) {
    if (error instanceof PalimpsestError && error.code === "unsupported") return undefined;
    throw error;
  }
}

function memory(files: Readonly<Record<string, Uint8Array>>): CheckpointFiles {
  return {
    list: async () =>
      Object.entries(files).map(([name, { byteLength }]) => ({ name, sizeBytes: byteLength })),
    read: async (name, start, end) => (files[name] ?? files[ADAPTER_CONFIG]).slice(start, end),
  };
}

const absent = (): never => {
  throw new PalimpsestError("unsupported", "This fixture has no tokenizer.");
};
const NO_TOKENIZER = {
  size: 0,
  special: { eos: [] },
  encode: absent,
  decode: absent,
  continuation: absent,
  piece: absent,
  fingerprint: absent,
};
