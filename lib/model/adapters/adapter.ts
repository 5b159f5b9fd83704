/**
 * The graph code of an adapter overlay: it replaces the value of a site by the output of a side memory. Codebooks, routed
 * memories and blocks of LoRA are adapters. Overlays of one adapter at one site are merged into one, so the thousandth edit
 * of a codebook adds a row and not a node. The growing dimension has a name, so the executable stays the same.
 */
import type { Dim, Graph, TensorBundle, Value } from "../../tensor";
import type { JsonObject } from "../../base";
import type { ModelFacts } from "../facts";
import type { AdapterOverlay } from "../overlay/overlay";
import type { BlockSite, Site } from "../site";

/** Several overlays as the graph sees them. */
export interface JoinedAdapter {
  readonly tensors: TensorBundle;
  /** Everything that determines the graph's structure, without the values. */
  readonly structure: JsonObject;
}

export interface Adapter {
  readonly id: string; // "codebook"
  /**
   * Merges the overlays at one site, from the first edit to the last. Pure. Only this function defines how a later edit
   * changes an earlier one's entry; removing an edit is joining the rest. Throws `integrity` for tensors that do not belong
   * to it or do not fit the model.
   */
  join(parts: readonly AdapterOverlay[], facts: ModelFacts): JoinedAdapter;
  /** The same edits as one overlay that joins to the same adapter. A long run stores it between two edits. */
  merge(parts: readonly AdapterOverlay[], facts: ModelFacts): AdapterOverlay;
  /** The sites that it changes, all above the site of its overlays, when it only reads at that site. */
  changes?(part: AdapterOverlay): readonly Site[];
  /** Values that the pass over a prompt stores for the passes that continue it: name to width. */
  carries?(joined: JoinedAdapter): Readonly<Record<string, number>>;
  /** The new value of a site, of the same shape [B, T, X]. Called at the overlays' own, then at those that it changes. */
  attach(call: AttachCall): Value;
}

export interface AttachCall {
  readonly graph: Graph;
  readonly site: Site;
  /** The value of the site without the adapter, [B, T, X]. */
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
  /**
   * The stored value of these rows, [B, width]: from a lower site of this pass, else from an earlier pass; 0 in the first.
   */
  readonly carried: (name: string) => Value;
  /** Stores [B, width] for the sites above and for the passes that continue this one. */
  readonly carry: (name: string, value: Value) => void;
}
