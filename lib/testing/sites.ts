/** Every site that the documentation names, in order, with its shape. */
import type { Dimensions, Site } from "../model";

export function documentedSites(
  d: Dimensions,
  batch: number,
  tokens: number,
): readonly (readonly [Site, readonly number[]])[] {
  const stream = [batch, tokens, d.width];
  const sites: (readonly [Site, readonly number[]])[] = [["embed", stream]];
  for (let layer = 0; layer < d.layers; layer++) {
    sites.push(
      [`blocks.${layer}.resid_pre`, stream],
      [`blocks.${layer}.attn.read`, stream],
      [`blocks.${layer}.attn.q`, [batch, d.heads, tokens, d.headWidth]],
      [`blocks.${layer}.attn.k`, [batch, d.keyValueHeads, tokens, d.headWidth]],
      [`blocks.${layer}.attn.v`, [batch, d.keyValueHeads, tokens, d.headWidth]],
      [`blocks.${layer}.attn.pattern`, [batch, d.heads, tokens, tokens]],
      [`blocks.${layer}.attn.z`, [batch, d.heads, tokens, d.headWidth]],
      [`blocks.${layer}.attn_out`, stream],
      [`blocks.${layer}.resid_mid`, stream],
      [`blocks.${layer}.mlp.read`, stream],
      [`blocks.${layer}.mlp.in`, stream],
      [`blocks.${layer}.mlp.pre`, [batch, tokens, d.mlpWidth]],
      [`blocks.${layer}.mlp.post`, [batch, tokens, d.mlpWidth]],
      [`blocks.${layer}.mlp_out`, stream],
      [`blocks.${layer}.resid_post`, stream],
    );
  }
  return [...sites, ["final_norm", stream]];
}
