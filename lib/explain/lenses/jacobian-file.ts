/**
 * A Jacobian lens as the file that is published for models (anthropics/jacobian-lens): matrices by the layer whose output they
 * read, the number of texts, the fitted layers, and the width. State s is the output of layer s − 1; the embedding has none.
 */
import { invalidField } from "../../base";
import { float32, type Tensor } from "../../tensor";
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
