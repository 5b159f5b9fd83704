/**
 * A model family is a program: the forward pass written from ops, calling `tap` at every site. Code that edits or explains
 * a model works on any family, because it uses roles and sites and never a checkpoint's names.
 */
import type { z } from "zod";
import type { Graph, Value } from "../tensor";
import type { Activation } from "./activation";
import type { QuantizedType } from "./checkpoint/formats/quantized";
import type { ConfigReader } from "./config";
import type { Tap } from "./site";

export interface Dimensions {
  readonly layers: number;
  readonly width: number; // D
  readonly mlpWidth: number; // F
  readonly heads: number; // H
  readonly keyValueHeads: number; // H for plain attention, fewer for grouped-query attention
  readonly headWidth: number; // K
  readonly vocabulary: number; // V
  readonly context: number; // largest T
  /** Attention and MLP of a block read the same stream (GPT-J, GPT-NeoX). */
  readonly parallel?: boolean;
  /**
   * The longest text, in tokens, whose keys may be shared with other texts and kept for its next token: positions of longer
   * ones turn by the length of the text. All texts when absent.
   */
  readonly steadyContext?: number;
}

/** The role of a weight. */
export type Role =
  | "embed.tokens"
  | "embed.positions"
  | "norm.attn"
  | "norm.q"
  | "norm.k"
  | "norm.attn.out"
  | "norm.mlp"
  | "norm.mlp.out"
  | "norm.final"
  | "unembed"
  | "attn.q"
  | "attn.k"
  | "attn.v"
  | "attn.qkv"
  | "attn.out"
  | "mlp.gate"
  | "mlp.up"
  | "mlp.gate_up"
  | "mlp.down";

export interface ParameterSpec {
  readonly name: string; // in the checkpoint: "transformer.h.17.mlp.c_proj.weight"
  readonly role: Role;
  readonly part: "weight" | "bias";
  readonly layer?: number;
  readonly shape: readonly number[];
  /** Declared, never guessed from the shape: GPT-2 stores [in, out], Llama stores [out, in]. */
  readonly layout: "in-out" | "out-in" | "vector";
  readonly tiedTo?: string;
  /** The type of its blocks, where the checkpoint holds it in four or eight bits and programs compute with those. */
  readonly blocks?: QuantizedType;
}

export interface ModelFamily<C> {
  readonly id: string;
  readonly name: string;
  /** Values of `model_type` in config.json that this family reads. */
  readonly modelTypes: readonly string[];
  readonly config: z.ZodType<C>;
  readonly defaults?: ConfigReader<C>["defaults"];
  readonly attributeMap?: ConfigReader<C>["attributeMap"];
  dimensions(config: C): Dimensions;
  /** The nonlinearity of its MLPs. */
  activation(config: C): Activation;
  parameters(config: C): readonly ParameterSpec[];
  /** Other names under which a checkpoint may hold a parameter. */
  aliases(name: string): readonly string[];
  /** ids [B, T] to the normalized last hidden state [B, T, D]. Calls `tap` at every site, in order. */
  forward(call: ForwardCall<C>): Value;
  /** A function of the logits [..., V] after the unembedding; identity when absent. */
  finish?(logits: Value, config: C): Value;
}

export interface ForwardCall<C> {
  readonly graph: Graph;
  readonly config: C;
  readonly ids: Value; // int32 [B, T]
  readonly positions: Value; // int32 [B, T]
  /** [B, 1, T, S], 0 where attention is allowed and a large negative number elsewhere; S counts cached tokens too. */
  readonly mask: Value;
  /** Positions of the S keys of the mask, float32 [B, S]: this pass's tokens first, then the cached ones. */
  readonly keyPositions: Value;
  /** Rows [..., D] of an embedding at int32 ids [...]. */
  readonly rows: (role: Role, ids: Value) => Value;
  /** Norms, as stored. */
  readonly weight: (role: Role, layer?: number, part?: "weight" | "bias") => Value;
  /** x Wᵀ + b whatever the layout, with the changes of overlays. */
  readonly linear: (x: Value, role: Role, layer?: number) => Value;
  readonly tap: Tap;
  /** Joins this pass's keys and values with cached ones; identity without a cache. */
  readonly keyValues: (layer: number, keys: Value, values: Value) => readonly [keys: Value, values: Value];
}
