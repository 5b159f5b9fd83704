/** Every family. A checkpoint finds its own by `model_type`. */
import { defineCatalog } from "../../base";
import type { ModelFamily } from "../family";
import { gpt2 } from "./gpt2";
import { llama } from "./llama";

export const MODEL_FAMILIES = defineCatalog("model family", [
  gpt2,
  llama,
] as unknown as readonly ModelFamily<unknown>[]);
