/** What the name of a tensor says: its layer and its part of the model. Names are those of checkpoints of any family. */
import type { KINSHIP_GROUPS } from "../kinship/report";

const IN_LAYER = /^(.*?(?:^|\.)(?:layers|h|blocks?)\.)(\d+)(\..*)$/;

/** The layer of a tensor; undefined for one outside the layers. */
export function layerOf(name: string): number | undefined {
  const found = IN_LAYER.exec(name);
  return found ? Number(found[2]) : undefined;
}

/** The same tensor of another layer. */
export function inLayer(name: string, layer: number): string {
  return name.replace(IN_LAYER, (_, before: string, _layer, after: string) => `${before}${layer}${after}`);
}

/** Layers of a model by the names of its tensors. */
export function countLayers(names: Iterable<string>): number {
  let count = 0;
  for (const name of names) count = Math.max(count, (layerOf(name) ?? -1) + 1);
  return count;
}

/** The table of token embeddings. */
export function isEmbedding(name: string): boolean {
  return /(?:^|\.)(?:embed_tokens|wte|embed_in|word_embeddings)\.weight$/.test(name);
}

/** The unembedding. */
export function isHead(name: string): boolean {
  return /(?:^|\.)(?:lm_head|embed_out)\.weight$/.test(name);
}

/** Has one row for each token. */
export function hasTokenRows(name: string): boolean {
  return isEmbedding(name) || isHead(name);
}

/** Outside the layers and before them. */
export function isBeforeLayers(name: string): boolean {
  return layerOf(name) === undefined && groupOf(name) === "embedding";
}

type Group = (typeof KINSHIP_GROUPS)[number];

/** The kind of module that a tensor belongs to. */
export function groupOf(name: string): Group {
  if (isHead(name) || /(?:^|\.)lm_head\./.test(name)) return "head";
  if (/norm|(?:^|\.)ln_/.test(name)) return "norms";
  if (/embed|(?:^|\.)w[tp]e\./.test(name)) return "embedding";
  if (/attn|attention/.test(name)) return "attention";
  if (/mlp|\.fc\d/.test(name)) return "mlp";
  return "other";
}
