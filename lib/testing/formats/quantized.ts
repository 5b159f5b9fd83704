/** A checkpoint in four or eight bits, and the same numbers in float32: what is computed with both must agree. */
import { createRun } from "../../base";
import {
  checkpointFolder,
  type CheckpointFiles,
  type FolderFile,
  type Quantization,
  type QuantizationLoss,
} from "../../model";
import { memoryFiles } from "../tiny";

interface QuantizedPair {
  readonly quantized: CheckpointFiles;
  /** Its numbers, stored in float32. */
  readonly dequantized: CheckpointFiles;
  readonly losses: readonly QuantizationLoss[];
}

export async function quantizedPair(
  source: CheckpointFiles,
  quantization: Quantization,
): Promise<QuantizedPair> {
  const losses: QuantizationLoss[] = [];
  const write = async (from: CheckpointFiles, dtype: Quantization | "float32") =>
    written(
      await checkpointFolder(createRun(), "quantized", from, new Map(), {
        dtype,
        onLoss: (loss) => losses.push(loss),
      }),
    );
  const quantized = await write(source, quantization);
  return { quantized, dequantized: await write(quantized, "float32"), losses };
}

/** The files in memory. */
async function written(files: readonly FolderFile[]): Promise<CheckpointFiles> {
  const content: Record<string, Uint8Array> = {};
  for (const { name, sizeBytes, bytes } of files) {
    const whole = new Uint8Array(sizeBytes);
    let end = 0;
    for await (const piece of bytes(createRun())) {
      whole.set(piece, end);
      end += piece.byteLength;
    }
    if (end !== sizeBytes) throw new Error(`${name} has ${end} bytes and not ${sizeBytes}`);
    content[name] = whole;
  }
  return memoryFiles(content);
}
