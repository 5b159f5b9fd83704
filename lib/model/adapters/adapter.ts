/**
 * The graph code behind an adapter overlay: what a site yields once a side memory stands there. Codebooks, routed memories
 * and blocks of LoRA are adapters. Overlays of one adapter at one site are worn as one, so that the thousandth edit of a codebook
 * adds a row and not a node; what grows has a named dimension, so the executable stays the same.
 */
import type { Dim, Graph, TensorBundle, Value } from "../../tensor";
import type { JsonObject } from "../../base";
import type { ModelFacts } from "../facts";
import type { AdapterOverlay } from "../overlay/overlay";
import type { BlockSite, Site } from "../site";

/** Several overlays as the graph sees them. */
export interface JoinedAdapter {
  readonly tensors: TensorBundle;
  /** What the graph's structure depends on, and nothing that only changes numbers. */
  readonly structure: JsonObject;
}

export interface Adapter {
  readonly id: string; // "codebook"
  /**
   * Overlays at one site, from the first edit to the last, as one. Pure, and the only place that knows how a later edit
   * changes an earlier one's entry: taking an edit out is joining the rest. Throws `integrity` for tensors that do not
   * belong to it or do not fit the model.
   */
  join(parts: readonly AdapterOverlay[], facts: ModelFacts): JoinedAdapter;
  /** The same edits as one overlay that joins to the same: what a long run keeps between two edits. */
  merge(parts: readonly AdapterOverlay[], facts: ModelFacts): AdapterOverlay;
  /** The sites that it changes, all above its overlays' own, when it only reads there. */
  changes?(part: AdapterOverlay): readonly Site[];
  /** What must be remembered from the pass that reads a prompt for those that continue it: name to width. */
  carries?(joined: JoinedAdapter): Readonly<Record<string, number>>;
  /** What a site yields, of the same shape [B, T, X] as it did. Called at the overlays' own, then at those that it changes. */
  attach(call: AttachCall): Value;
}

export interface AttachCall {
  readonly graph: Graph;
  readonly site: Site;
  /** What the site yields without the adapter, [B, T, X]. */
  readonly value: Value;
  /** A site of the same block that this pass has computed already: the input of the map whose output this is. */
  readonly at: (site: BlockSite) => Value;
  /** A tensor of the joined adapter as an input of the graph, with the dimensions that the adapter declares. */
  readonly tensor: (name: string, shape: readonly Dim[]) => Value;
  readonly structure: JsonObject;
  readonly facts: ModelFacts;
  /** [B, T, 1]: 1 where a prompt ends, once a row; all 0 in a pass that continues a prompt. */
  readonly query: Value;
  /** [B, T, 1]: 1 at the tokens that a decision about the whole text averages over; all 0 in a continuation. */
  readonly scope: Value;
  /** What is remembered of these rows, [B, width]: at a lower site of this pass, or else by an earlier pass; 0 in the first. */
  readonly carried: (name: string) => Value;
  /** Remembers [B, width], for the sites above and for the passes that continue this one. */
  readonly carry: (name: string, value: Value) => void;
}
