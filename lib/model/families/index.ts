/** Every family. A checkpoint finds its own by `model_type`. */
import { defineCatalog } from "../../base";
import type { ModelFamily } from "../family";
import { gemma2 } from "./gated/gemma2";
import { gemma3 } from "./gated/gemma3";
import { gpt2 } from "./gpt2";
import { granite } from "./gated/granite";
import { gptNeo } from "./gpt_neo";
import { gptNeox } from "./gpt_neox";
import { gptj } from "./gptj";
import { llama } from "./gated/llama";
import { mistral } from "./gated/mistral";
import { olmo2 } from "./gated/olmo2";
import { opt } from "./opt";
import { phi3 } from "./gated/phi3";
import { qwen2 } from "./gated/qwen2";
import { qwen3 } from "./gated/qwen3";
import { smollm3 } from "./gated/smollm3";

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
  gemma3,
  opt,
  phi3,
  olmo2,
  granite,
  smollm3,
] as unknown as readonly ModelFamily<unknown>[]);
