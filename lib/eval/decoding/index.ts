/** Ways to choose the next token that change no weight, in the order in which they are shown. Read aid.ts. */
import { defineCatalog } from "../../base";
import type { DecodingAid } from "./aid";
import { contextAware } from "./context-aware";
import { contrastive } from "./contrastive";
import { dola } from "./dola";
import { factualNucleus } from "./factual-nucleus";
import { intervention } from "./intervention";

export type { AidCall, DecodingAid } from "./aid";

export const DECODING_AIDS = defineCatalog<DecodingAid>("decoding aid", [
  dola,
  contrastive,
  contextAware,
  factualNucleus,
  intervention,
]);
