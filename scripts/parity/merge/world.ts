/** The invented world of the merging fixtures, and merged models as changes of one of its models, so that they can be asked. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { createRun } from "../../../lib/base";
import type { MergeSource } from "../../../lib/merge";
import { decode, orientation, type Model, type ParameterSpec, type WeightDelta } from "../../../lib/model";
import { float32, floats, sizeOf, transposedData } from "../../../lib/tensor";

const World = z.object({ alphabet: z.array(z.string()), world: z.array(z.record(z.string(), z.string())) });

/** A fact: <|end|> subject relation, and the object that follows. */
interface Fact {
  readonly ids: readonly number[];
  readonly object: number;
  readonly relation: number;
}

export interface ToyWorld {
  readonly facts: readonly Fact[];
  readonly alphabet: readonly string[];
}

const RELATIONS = ["!", "#", "%"];

export async function readWorld(inputs: string): Promise<ToyWorld> {
  const { alphabet, world } = World.parse(
    JSON.parse(await readFile(path.join(inputs, "world.json"), "utf8")),
  );
  const id = (token: string) => alphabet.indexOf(token);
  const facts = world.flatMap((objects, relation) =>
    Object.entries(objects).map(([subject, object]) => ({
      ids: [0, id(subject), id(RELATIONS[relation])],
      object: id(object),
      relation,
    })),
  );
  return { facts, alphabet };
}

/** The logits after each row of ids. */
export async function logitsAfter(
  model: Model,
  rows: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const decoded = await decode(createRun(), model, { rows, at: rows.map((row) => [row.length - 1]) });
  return rows.map((_, b) => Float32Array.from(decoded.logits(b, 0)));
}

/** The mean probability of the objects, softmax in float64, and the accuracy of each relation. */
export async function scoreOf(model: Model, { facts }: ToyWorld) {
  const logits = await logitsAfter(
    model,
    facts.map(({ ids }) => ids),
  );
  let sum = 0;
  const right = [0, 0, 0];
  logits.forEach((row, i) => {
    const most = Math.max(...row);
    const total = row.reduce((all, value) => all + Math.exp(value - most), 0);
    sum += Math.exp(row[facts[i].object] - most) / total;
    if (row.indexOf(most) === facts[i].object) right[facts[i].relation]++;
  });
  return {
    mean: sum / facts.length,
    accuracy: right.map((count) => count / (facts.length / RELATIONS.length)),
  };
}

/** Tensors as a change of a model that has the same shapes. */
export async function changedTo(bare: Model, tensors: ReadonlyMap<string, Float32Array>): Promise<Model> {
  const deltas: WeightDelta[] = [];
  for (const [name, values] of tensors) {
    const spec = bare.facts.parameters.find((one) => one.name === name) as ParameterSpec;
    const before = floats(await bare.stored(spec));
    const [out, into] = orientation(spec);
    const delta = values.map((value, i) => value - before[i]);
    deltas.push({
      parameter: name,
      form: "dense",
      delta: float32(
        spec.layout === "vector" ? [out] : [out, into],
        spec.layout === "in-out" ? transposedData(delta, into, out) : delta,
      ),
    });
  }
  return bare.with([{ kind: "weights", deltas }]);
}

/** A merged model in memory, to be merged again. */
export function memorySource(like: MergeSource, tensors: ReadonlyMap<string, Float32Array>): MergeSource {
  return { ...like, read: async (name) => (tensors.get(name) as Float32Array).slice() };
}

/** Whether tensors are those of a model, by names and sizes. */
export function isShapedLike(model: Model, tensors: ReadonlyMap<string, Float32Array>): boolean {
  const own = model.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined);
  return (
    own.length === tensors.size && own.every(({ name, shape }) => tensors.get(name)?.length === sizeOf(shape))
  );
}
