/** A checkpoint as a source of a merge: its parameters, one tensor at a time, and its vocabulary. */
import { z } from "zod";
import { PalimpsestError } from "../../base";
import { countLayers, type MergeSource } from "../../merge";
import { readJsonIfThere, type CheckpointFiles } from "./checkpoint-files";
import { addDeltas, deltasOf, type WeightOverlay } from "../overlay/overlay";
import { openCheckpoint, type Checkpoint } from "./weights";

/** Opens a folder by its headers. No weight is read. */
export async function checkpointSource(id: string, files: CheckpointFiles): Promise<MergeSource> {
  return sourceOf(await openCheckpoint(id, files));
}

/** An opened checkpoint with changes of weights on top. */
export async function sourceOf(
  checkpoint: Checkpoint,
  overlays: readonly WeightOverlay[] = [],
): Promise<MergeSource> {
  const { checkpoint: id } = checkpoint.facts;
  const { model_type: architecture } = z
    .object({ model_type: z.string() })
    .parse(await readJsonIfThere(checkpoint.files, "config.json"));
  const parameters = checkpoint.tensors.filter(({ parameter }) => parameter !== undefined);
  const tensors = new Map(parameters.map((tensor) => [tensor.parameter as string, tensor]));
  return {
    architecture,
    layers: countLayers(tensors.keys()),
    tensors,
    vocabulary: await vocabularyOf(checkpoint.files),
    async read(name) {
      const tensor = tensors.get(name);
      if (!tensor) {
        throw new PalimpsestError("internal", `${id} has no tensor ${name}.`);
      }
      const values = (await checkpoint.read(name)).data as Float32Array;
      const deltas = deltasOf(overlays).filter(({ parameter }) => parameter === name);
      const spec = checkpoint.facts.parameters.find((one) => one.name === name);
      if (spec && deltas.length > 0) addDeltas(spec, deltas, values);
      return values;
    },
  };
}

const Vocabulary = z.looseObject({
  model: z.looseObject({
    vocab: z.union([z.record(z.string(), z.int()), z.array(z.tuple([z.string(), z.number()]))]).optional(),
  }),
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })).default([]),
});

/** Ids by token, of the tokenizer's model and of the tokens added to it; undefined without a tokenizer.json. */
async function vocabularyOf(files: CheckpointFiles): Promise<ReadonlyMap<string, number> | undefined> {
  const parsed = Vocabulary.safeParse(await readJsonIfThere(files, "tokenizer.json"));
  if (!parsed.success) return undefined;
  const { model, added_tokens: added } = parsed.data;
  const vocab = model.vocab ?? {};
  const entries = Array.isArray(vocab)
    ? vocab.map(([token], id) => [token, id] as const)
    : Object.entries(vocab);
  return new Map([...entries, ...added.map(({ content, id }) => [content, id] as const)]);
}
