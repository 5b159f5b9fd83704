/** Every family. A checkpoint finds its own by `model_type`. */
import { defineCatalog } from "../../base";
import type { ModelFamily } from "../family";
import { gemma2 } from "./gemma2";
import { gpt2 } from "./gpt2";
import { gptNeo } from "./gpt_neo";
import { gptNeox } from "./gpt_neox";
import { gptj } from "./gptj";
import { llama } from "./llama";
import { mistral } from "./mistral";
import { opt } from "./opt";
import { qwen2 } from "./qwen2";
import { qwen3 } from "./qwen3";

export const MODEL_FAMILIES = defineCatalog("model family", [
  gpt2,
  gptNeo,
  gptj,
  gptNeox,
  llama,
  mistral,
  qwen2,
  qwen3,
  gemma2,
  opt,
] as unknown as readonly ModelFamily<unknown>[]);
