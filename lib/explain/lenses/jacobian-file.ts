/**
 * A Jacobian lens as the file that is published for models (anthropics/jacobian-lens): matrices by the layer whose output they
 * read, the number of texts, the fitted layers, and the width. State s is the output of layer s − 1; the embedding has none.
 */
import { because, invalidField, PalimpsestError } from "../../base";
import type { Model } from "../../model";
import { float32, floats, int32, numbersOf, type ArtifactCache, type Tensor } from "../../tensor";
import { fitKey } from "./fit-key";
import type { JacobianLens } from "./jacobian-lens";
import { readTorchFile, writeTorchFile, type TorchValue } from "./torch-file";

export function writeJacobianLens({ matrices, prompts }: Pick<JacobianLens, "matrices" | "prompts">) {
  const fitted = matrices.flatMap((matrix, state) =>
    state > 0 && matrix ? [{ layer: state - 1, matrix }] : [],
  );
  const width = Math.sqrt(fitted[0]?.matrix.length ?? 0);
  const J = Object.fromEntries(fitted.map(({ layer, matrix }) => [layer, float32([width, width], matrix)]));
  return writeTorchFile({
    J,
    n_prompts: prompts,
    source_layers: fitted.map(({ layer }) => layer),
    d_model: width,
  });
}

/** Throws `invalid_input` for a lens of another model. */
export function readJacobianLens(
  bytes: Uint8Array,
  { layers, width }: { readonly layers: number; readonly width: number },
): Pick<JacobianLens, "matrices" | "prompts"> {
  const file = readTorchFile(bytes) as { readonly [key: string]: TorchValue };
  const refuse = (why: string) =>
    invalidField(
      "file",
      `This is no Jacobian lens of the model: ${why}`,
      "Choose the lens that was fitted on it.",
    );
  const { J, n_prompts: prompts } = file;
  if (typeof J !== "object" || J === null || typeof prompts !== "number")
    throw refuse(`it holds ${Object.keys(file).join(", ")}. A fit that was not finished has no J.`);
  const matrices: (Float32Array | undefined)[] = new Array(layers).fill(undefined);
  for (const [layer, tensor] of Object.entries(J as Record<string, Tensor<"float32">>)) {
    if (Number(layer) + 1 >= layers)
      throw refuse(`it has layer ${layer}, and the model carries layers 0 to ${layers - 2}.`);
    if (tensor.shape.join() !== `${width},${width}`)
      throw refuse(`its matrices are [${tensor.shape.join(", ")}], and the model is ${width} wide.`);
    matrices[Number(layer) + 1] = tensor.data;
  }
  return { matrices, prompts };
}

/** Keeps a lens of a file under a name, for `importedLens`. Throws `invalid_input` for a lens of another model. */
export async function importLens(
  model: Model,
  cache: ArtifactCache,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const { layers, width } = model.facts.dimensions;
  const { matrices, prompts } = readJacobianLens(bytes, { layers, width });
  const states = matrices.flatMap((matrix, state) => (matrix ? [state] : []));
  const mean = new Float32Array(states.length * width ** 2);
  states.forEach((state, i) => mean.set(matrices[state] as Float32Array, i * width ** 2));
  await cache.getOrMake(await importKey(model, name), async () => ({
    mean: float32([states.length, width, width], mean),
    states: int32([states.length], Int32Array.from(states)),
    prompts: int32([1], [prompts]),
  }));
}

/** A lens that was imported for a version. Throws `not_found` when there is none of the name. */
export async function importedLens(model: Model, cache: ArtifactCache, name: string): Promise<JacobianLens> {
  const key = await importKey(model, name);
  if (!(await cache.has(key)))
    throw new PalimpsestError("not_found", `No lens "${name}" was imported for this version.`, {
      hint: "Import its file first, or leave the name out to fit one here.",
      details: { ...because("noLens", { lens: name }), field: "parameters.file" },
    });
  const absent = () =>
    Promise.reject(new PalimpsestError("not_found", `The lens "${name}" was deleted meanwhile.`));
  const bundle = await cache.getOrMake(key, absent);
  const { layers, width } = model.facts.dimensions;
  const matrices: (Float32Array | undefined)[] = new Array(layers).fill(undefined);
  const mean = floats(bundle.mean);
  Array.from(numbersOf(bundle.states)).forEach((state, i) => {
    matrices[state] = mean.subarray(i * width ** 2, (i + 1) * width ** 2);
  });
  return { matrices, prompts: numbersOf(bundle.prompts)[0], changes: [] };
}

async function importKey(model: Model, name: string) {
  return fitKey("jacobian-lens", model.facts, await model.fingerprint(), `file ${name}`, {
    rows: 0,
    tokens: 0,
  });
}
