/** The contract of an edit method. A method is data and one pure function: it reads a model and returns overlays. */
import type { z } from "zod";
import type { JsonObject, JsonValue, Run } from "../base";
import type { EditCase, EditRequest } from "../data";
import type { Dimensions, JoinMemories, Model, ModelFacts, OpenEncoder, Overlay, Role } from "../model";
import type { RuntimeLimits } from "../runtime";
import type { ArtifactCache } from "../tensor";

export interface EditMethod<P> {
  readonly id: string; // "rome"
  readonly name: string; // "ROME"
  readonly summary: string; // one sentence, for a person choosing
  readonly paper: { readonly title: string; readonly year: number; readonly url: string };
  readonly kind: "locate-then-edit" | "fine-tuning" | "meta-learning" | "memory" | "in-context";
  readonly traits: {
    readonly batch: boolean; // several requests in one call
    readonly sequential: boolean; // meant to be applied again and again
    readonly gradient: boolean; // needs a backward pass
  };
  /**
   * Byte equalities that this method violates, each with the reason. Tests check that every method keeps all others and
   * violates these.
   */
  readonly deviations?: {
    /** An edit on top of others is the same under any seed. */
    readonly seed?: string;
    /** A batch of requests gives the same bytes as its sequence. */
    readonly batch?: string;
  };
  /** Roles of the weights that it may change, when these are not only the down projections of MLPs. */
  readonly roles?: readonly Role[];
  /** The form, the flags and the validation all come from here. Every field has a default and a description. */
  readonly parameters: z.ZodType<P>;
  /** Keys of the method's published configurations that are no parameters here. */
  readonly publishedKeys?: {
    /** Accepted and not used. */
    readonly ignored?: readonly string[];
    /** Accepted with the one value that is supported. */
    readonly fixed?: Readonly<Record<string, JsonValue>>;
  };
  /** Settings by the models they are for: published ones, and those measured on the embedded model. */
  readonly presets: readonly Preset<P>[];
  /**
   * For a model without settings of its own: what depends on its dimensions besides `layers`, which are carried over by
   * depth from the nearest model with settings (settings/proposal.ts).
   */
  readonly proposal?: (dimensions: Dimensions) => Partial<P>;
  /**
   * For a model without published settings: the most important parameters besides layers and limits, with a few distant
   * values of each, the default first. `propose` tries every combination.
   */
  readonly searchSpace?: { readonly [K in keyof P]?: readonly P[K][] };
  /** Estimated cost and blockers of a run. Reads metadata and the cache's index, never weights. */
  preflight(call: PreflightCall<P>): Promise<Preflight>;
  /** Fills the cache (second moments…) so that `apply` is quick. Optional and repeatable. */
  prepare?(run: Run, call: Omit<EditCall<P>, "requests">): Promise<void>;
  /** For a method with a memory: merges the memories of several edits, first to last. */
  readonly joinMemories?: JoinMemories;
  /** The algorithm. Changing nothing throws `no_effect`. */
  apply(run: Run, call: EditCall<P>): Promise<EditResult>;
}

export interface Preset<P> {
  readonly name: string;
  /** Ids of settings/known-models.ts. */
  readonly models: readonly string[];
  readonly parameters: P;
  /** Whose configuration it is. Absent where it was measured on the models (docs/experiments). */
  readonly publishedIn?: string;
}

export interface PreflightCall<P> {
  readonly facts: ModelFacts;
  /** Of the model without overlays, on which cached artifacts depend. */
  readonly fingerprint: string;
  /** Names of the corpus for second moments and of the edits for training. */
  readonly statistics: string;
  readonly training: string;
  /** As `StatisticsTexts` has it. */
  readonly textsParts?: StatisticsTexts["parts"];
  readonly requests: readonly EditRequest[];
  readonly parameters: P;
  readonly device: RuntimeLimits;
  /** Floating-point operations a second that a product reaches on it; those of a usual device when absent. */
  readonly speed?: number;
  readonly isCached: (key: JsonObject) => Promise<boolean>;
  /** The estimated relative error of a cached artifact, where it was measured. */
  readonly errorOf?: (key: JsonObject) => Promise<number | undefined>;
  /** Absent where no encoder can be installed. */
  readonly openEncoder?: OpenEncoder;
}

/** Blockers grey the method out and say why; warnings are shown beside the Run button. */
export interface Preflight {
  readonly blockers: readonly string[];
  readonly warnings: readonly string[];
  readonly memoryBytes: number;
  readonly downloadBytes: number;
  /** Of everything but the questions before and after the edit. */
  readonly durationMs: readonly [low: number, high: number];
  /** The part of it that is spent once, however many edits follow. */
  readonly onceMs: readonly [low: number, high: number];
  /** Tokens that stand before every question to the edited model. */
  readonly promptTokens: number;
  readonly artifacts: readonly {
    readonly what: string;
    readonly cached: boolean;
    /** The likely time where it has to be made. */
    readonly durationMs: number;
    /** Of statistics at hand, estimated, relative. */
    readonly error?: number;
  }[];
}

export interface EditCall<P> {
  readonly model: Model;
  readonly requests: readonly EditRequest[];
  readonly parameters: P;
  readonly cache: ArtifactCache;
  /** Fixed context templates, each with {} once, in place of sampled ones. */
  readonly contexts?: readonly string[];
  /** Texts over which second moments are taken. */
  readonly statisticsTexts: StatisticsTexts;
  /** Edits that editors are trained on; none of them is the edit at hand. */
  readonly trainingCases: TrainingCases;
  /** Sentence encoders by id; absent where none can be installed. */
  readonly openEncoder?: OpenEncoder;
}

/** A named corpus: equal names give equal texts, so a cache key contains the name. */
export interface StatisticsTexts {
  readonly name: string;
  /** At least so many tokens of them, where there are as many; a first part of them when absent. */
  texts(run: Run, tokens?: number): Promise<readonly string[]>;
  /** The artifacts that hold those of these texts that the model writes; absent where it writes none. */
  parts?(tokens?: number): Promise<readonly TextsPart[]>;
}

export interface TextsPart {
  readonly key: JsonObject;
  /** That the model writes for it, so many rows at a time. */
  readonly tokens: number;
  readonly rows: number;
}

/** Named edits with their probes, as `StatisticsTexts`. */
export interface TrainingCases {
  readonly name: string;
  cases(run: Run): Promise<readonly EditCase[]>;
}

export interface EditResult {
  /** Data that the method needs at its next edit is in an overlay's `memory`. */
  readonly overlays: readonly Overlay[];
  /** Numbers and curves a reader of the paper would ask for: final loss, norms, steps taken. */
  readonly report: {
    readonly numbers: Readonly<Record<string, number>>;
    readonly curves?: Readonly<Record<string, readonly number[]>>;
    /** Reasons to doubt the result, in sentences for a person. */
    readonly notes?: readonly string[];
  };
}

/** Fixes P, so that a method's parts agree with its schema. */
export function defineMethod<P>(method: EditMethod<P>): EditMethod<P> {
  return method;
}

export type AnyEditMethod = EditMethod<JsonObject>;
