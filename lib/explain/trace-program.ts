/**
 * The programs of causal tracing, on any family.
 *
 * Row 0 of a batch is the undisturbed pass. All other rows are disturbed. At every site a mask selects the positions that take
 * row 0's value: value ← (1 − m) · value + m · value of row 0. The mask is an input, so restoring another token or layer only
 * changes inputs and builds no program. A restoration changes nothing below its layer, nor at earlier tokens, so a program
 * starts at a layer and a token, from the streams, keys and values that the disturbed pass has there. In its own layer it
 * changes one token's stream, which follows from the disturbed pass and, for attention, one token's MLP. In the last layer
 * only the answer's place is computed.
 */
import { atLast, forwardSuffix, type BlockSite, type Model, type ModelProgram, type Tap } from "../model";
import {
  add,
  exp,
  logProbabilityOf,
  matmul,
  multiply,
  slice,
  subtract,
  type Graph,
  type Value,
} from "../tensor";

/** The activations that may be restored: the stream after a block, or the output of its MLP or attention. */
export type TraceKind = "state" | "mlp" | "attention";
/** A part whose outputs are held while states are restored. */
export type SeveredPart = Exclude<TraceKind, "state">;

const SITES: Readonly<Record<TraceKind, BlockSite>> = {
  state: "resid_post",
  mlp: "mlp_out",
  attention: "attn_out",
};
export const PARTS: readonly SeveredPart[] = ["mlp", "attention"];

/** The name of the input that holds the mask of a site, [B, T, 1]. */
export const maskName = (kind: TraceKind, layer: number): string => `restore.${layer}.${kind}`;
/** Of the inputs that hold a part at one token: its values [B, 1, D], and where they stand [B, T, 1]. */
export const heldName = (layer: number): string => `held.${layer}`;
export const heldMaskName = (layer: number): string => `hold.${layer}`;
/** The output with the stream that enters a block or leaves the last, [B, T, D], and with what a part writes. */
export const streamName = (layer: number): string => `stream.${layer}`;
/** The stream between a block's attention and its MLP, [B, T, D]. */
export const middleName = (layer: number): string => `middle.${layer}`;
export const writtenName = (part: SeveredPart, layer: number): string => `written.${layer}.${part}`;
/** Of the outputs with the keys and values of a layer, [B, Hkv, T, K]. */
export const pastName = (layer: number, what: "keys" | "values"): string => `past.${layer}.${what}`;

/**
 * The disturbed pass. Inputs: those of a pass; "noise" [B, T, D], added to the embeddings; "select" [B, 1, T], the place of the
 * answer; "answer" [B, 1]. Outputs: "probability" [B, 1], streams, keys and values, and what the parts write.
 */
export function disturbedProgram(model: Model): Promise<ModelProgram> {
  const { layers } = model.facts.dimensions;
  return model.program("trace: disturbed", ({ graph, forward, unembed }) => {
    const hidden = forward({
      ...passOf(graph),
      keyValues(layer, keys, values) {
        graph.output(pastName(layer, "keys"), add(keys, 0));
        graph.output(pastName(layer, "values"), add(values, 0));
        return [keys, values];
      },
      tap(site, value) {
        if (site === "embed") return add(value, noiseOf(graph, model));
        const [layer, part] = placeOf(site);
        if (part === "resid_pre") graph.output(streamName(layer), add(value, 0));
        if (part === "resid_mid") graph.output(middleName(layer), add(value, 0));
        if (part === "resid_post" && layer === layers - 1) graph.output(streamName(layers), add(value, 0));
        const written = PARTS.find((one) => SITES[one] === part);
        if (written) graph.output(writtenName(written, layer), add(value, 0));
        return value;
      },
    }); // [B, T, D]
    graph.output("probability", probability(graph, model, unembed, placed(graph, hidden)));
  });
}

/**
 * Everything from a block's stream on, or from the last block's for the number of layers. Inputs: those of a suffix pass,
 * masks of MLPs and attention, and "answer".
 */
export function restorationProgram(model: Model, from: number): Promise<ModelProgram> {
  const top = model.facts.dimensions.layers - 1;
  const start = from > top ? AFTER(top) : ({ layer: from, part: "resid_pre" } as const);
  return model.program(`trace: from ${from}`, (context) => {
    const { graph, unembed } = context;
    const tap: Tap = (site, value) => {
      const [layer, part] = placeOf(site);
      const kind = PARTS.find((one) => SITES[one] === part);
      return kind === undefined || layer < from ? value : restored(graph, kind, layer, value, "S");
    };
    const asIs = (stream: Value) => stream;
    const last = forwardSuffix(context, model, start, asIs, { tap, lastOnly: true }); // [B, 1, D]
    graph.output("probability", probability(graph, model, unembed, last));
  });
}

const AFTER = (layer: number) => ({ layer, part: "resid_post" }) as const;

/** The streams that leave the blocks, [B, S, D], of the streams between their attention and MLP, which are inputs. */
export function mlpProgram(model: Model): Promise<ModelProgram> {
  const { width } = model.facts.dimensions;
  return model.program("trace: MLPs", ({ graph, forward }) => {
    forward({
      ids: graph.input("ids", "int32", ["B", "S"]), // this and the next are never read
      positions: graph.input("positions", "int32", ["B", "S"]),
      mask: graph.input("mask", "float32", ["B", 1, "S", "S"]),
      tap(site, value) {
        const [layer, part] = placeOf(site);
        if (part === "resid_mid") return graph.input(middleName(layer), "float32", ["B", "S", width]);
        if (part === "resid_post") graph.output(streamName(layer + 1), value);
        return value;
      },
    });
  });
}

/** The disturbed pass with states restored, while a part's outputs are held at one token in all layers. */
export function severedProgram(model: Model, part: SeveredPart): Promise<ModelProgram> {
  const { width } = model.facts.dimensions;
  return model.program(`trace: severed ${part}`, ({ graph, forward, unembed }) => {
    const hidden = forward({
      ...passOf(graph),
      tap(site, value) {
        if (site === "embed") return add(value, noiseOf(graph, model));
        const [layer, place] = placeOf(site);
        if (place === SITES.state) return restored(graph, "state", layer, value, "T");
        if (place !== SITES[part]) return value;
        const mask = graph.input(heldMaskName(layer), "float32", ["B", "T", 1]);
        const held = graph.input(heldName(layer), "float32", ["B", 1, width]);
        return add(multiply(value, subtract(1, mask)), multiply(held, mask));
      },
    });
    graph.output("probability", probability(graph, model, unembed, placed(graph, hidden)));
  });
}

function passOf(graph: Graph) {
  return {
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions: graph.input("positions", "int32", ["B", "T"]),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
  };
}

function noiseOf(graph: Graph, model: Model): Value {
  return graph.input("noise", "float32", ["B", "T", model.facts.dimensions.width]);
}

function placeOf(site: string): readonly [layer: number, part: string | undefined] {
  const [, layer, part] = /^blocks\.(\d+)\.(.+)$/.exec(site) ?? [];
  return [Number(layer), part];
}

function restored(graph: Graph, kind: TraceKind, layer: number, value: Value, tokens: string): Value {
  const all = graph.input(maskName(kind, layer), "float32", ["B", tokens, 1]);
  const mask = value.shape[1] === tokens ? all : atLast(all);
  const undisturbed = slice(value, 0, 0, 1); // [1, T, D]
  return add(multiply(value, subtract(1, mask)), multiply(undisturbed, mask));
}

/** The state at the place of the answer, [B, 1, D]. */
function placed(graph: Graph, hidden: Value): Value {
  return matmul(graph.input("select", "float32", ["B", 1, "T"]), hidden);
}

function probability(graph: Graph, model: Model, unembed: (hidden: Value) => Value, last: Value): Value {
  const answer = graph.input("answer", "int32", ["B", 1]);
  return exp(logProbabilityOf(unembed(last), answer, model.facts.dimensions.vocabulary)); // [B, 1]
}
