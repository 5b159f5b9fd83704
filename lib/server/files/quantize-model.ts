/** A model that is being added, with its matrices in four or eight bits. What they lost is kept with the model. */
import type { Run } from "../../base";
import { checkpointFolder, relativeLoss, type Quantization, type QuantizationLoss } from "../../model";
import type { QuantizationNote } from "../../store";
import type { ModelFiles } from "./model-files";

/** Replaces the model's files by quantised ones. */
export async function quantizeModel(
  run: Run,
  files: ModelFiles,
  modelId: string,
  weights: Quantization,
): Promise<QuantizationNote> {
  const losses: QuantizationLoss[] = [];
  const onLoss = (loss: QuantizationLoss) => void losses.push(loss);
  const folder = await checkpointFolder(run, modelId, files.of(modelId), new Map(), {
    dtype: weights,
    onLoss,
  });
  await files.rewrite(run, modelId, folder);
  return {
    weights,
    error: relativeLoss(losses),
    matrices: losses.map((loss) => ({
      parameter: loss.parameter,
      type: loss.type,
      error: relativeLoss([loss]),
    })),
  };
}
