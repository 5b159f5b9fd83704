/** The formats of weights. Read format.ts first. To add a format, write its file and add a line here. */
import { defineCatalog } from "../../../base";
import type { CheckpointFiles } from "../checkpoint-files";
import type { CheckpointFolder, WeightFormat } from "./format";
import { ggufFormat } from "./gguf";
import { safetensors } from "./safetensors";

export { ggufHeadRanges } from "./gguf";
export { ggufChoices, ggufPartNames, type GgufChoice } from "./gguf/file-names";
export type { CheckpointFolder, StoredTensor } from "./format";

/** In the order of preference for a folder that holds several. */
const WEIGHT_FORMATS = defineCatalog<WeightFormat>("weight format", [safetensors, ggufFormat]);

/** The folder as its format presents it. A folder without weights is taken for one of safetensors, which says so. */
export async function openFolder(files: CheckpointFiles): Promise<CheckpointFolder> {
  const names = (await files.list()).map(({ name }) => name);
  const format = WEIGHT_FORMATS.all.find((one) => one.matches(names)) ?? safetensors;
  return format.open(files);
}
