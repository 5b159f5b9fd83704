/**
 * Rotary positions (Su et al. 2021, eq. 34): each pair of a head's dimensions turns by position × frequency. Families
 * differ in which dimensions make a pair, how many of them rotate, and how the table of frequencies is scaled for contexts
 * longer than those of pretraining.
 */
import { z } from "zod";
import { invalidField } from "../../../base";
import {
  add,
  concat,
  cos,
  exp,
  float32,
  greater,
  log,
  maxLast,
  multiply,
  relu,
  reshape,
  scalar,
  sin,
  slice,
  split,
  subtract,
  toFloat,
  type Graph,
  type Value,
} from "../../../tensor";
import type { Dimensions } from "../../family";

const KINDS = ["default", "linear", "dynamic", "llama3", "yarn", "longrope"] as const;
type Kind = (typeof KINDS)[number];

const Factors = z.array(z.number().positive());

const Scaling = z
  .object({
    rope_type: z.string().optional(),
    type: z.string().optional(), // the older spelling of rope_type, which counts where the newer one is absent
    rope_theta: z.number().positive().optional(),
    partial_rotary_factor: z.number().positive().max(1).optional(),
    factor: z.number().positive().nullish(),
    original_max_position_embeddings: z.number().positive().nullish(),
    low_freq_factor: z.number().positive().default(1),
    high_freq_factor: z.number().positive().default(4),
    beta_fast: z.number().positive().nullish(),
    beta_slow: z.number().positive().nullish(),
    attention_factor: z.number().positive().nullish(),
    // 0 means the same as absent.
    mscale: z.number().nonnegative().nullish(),
    mscale_all_dim: z.number().nonnegative().nullish(),
    truncate: z.boolean().default(true),
    short_factor: Factors.nullish(),
    long_factor: Factors.nullish(),
    /** Ours: "float16" for a model whose table of frequencies went through half precision with its weights. */
    frequency_dtype: z.enum(["float32", "float16"]).default("float32"),
  })
  .superRefine((scaling, context) => {
    const kind = nameOf(scaling);
    const fault = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (!KINDS.some((known) => known === kind)) {
      fault(
        scaling.rope_type === undefined ? "type" : "rope_type",
        `Rotary scaling of kind "${kind}" is not read; ${KINDS.join(", ")} are.`,
      );
    }
    const needed = { linear: ["factor"], dynamic: ["factor"], longrope: ["short_factor", "long_factor"] };
    for (const key of needed[kind as keyof typeof needed] ?? []) {
      if (scaling[key as "factor"] == null) fault(key, `Rotary scaling of kind "${kind}" needs ${key}.`);
    }
  });
type Scaling = z.infer<typeof Scaling>;

function nameOf({ rope_type, type }: Pick<Scaling, "rope_type" | "type">): string {
  return rope_type ?? type ?? "default";
}

/**
 * The keys of a configuration about rotary positions. transformers 5 writes the first, older checkpoints the others; one of
 * the two dictionaries is left when a configuration is read.
 */
export const RotaryFields = {
  rope_parameters: Scaling.nullish(),
  rope_theta: z.number().positive().optional(),
  rope_scaling: Scaling.nullish(),
  partial_rotary_factor: z.number().positive().max(1).optional(),
  original_max_position_embeddings: z.number().positive().nullish(),
} as const;

export interface RotaryConfig {
  readonly rope_parameters?: Scaling | null;
  readonly rope_theta?: number;
  readonly rope_scaling?: Scaling | null;
  readonly partial_rotary_factor?: number;
  readonly original_max_position_embeddings?: number | null;
}

interface RotaryTable {
  /** Radians a token for each pair of dimensions. */
  readonly frequencies: Float32Array;
  /** Multiplies rotated queries and keys; 1 but for YaRN and LongRoPE. */
  readonly magnitude: number;
  /** Replaces the frequencies of longer texts, in kinds of scaling that follow the length of the text. */
  readonly beyond?: LongerTexts;
}

interface LongerTexts {
  /** The longest text with the plain table, in tokens. */
  readonly tokens: number;
  /** Lengths of texts [B, 1] to their frequencies, [B, half] or [half]. Finite for every length. */
  readonly frequencies: (lengths: Value) => Value;
}

function scalingOf({ rope_scaling, rope_parameters }: RotaryConfig): Partial<Scaling> {
  return rope_scaling ?? rope_parameters ?? {};
}

/** The kind of scaling, "default" for none. */
export function rotaryKind(config: RotaryConfig): string {
  return nameOf(scalingOf(config));
}

/** The share of a head's dimensions that turns. */
export function rotaryShare(config: RotaryConfig): number {
  return scalingOf(config).partial_rotary_factor ?? config.partial_rotary_factor ?? 1;
}

/** Whether all dimensions of a head turn in a family that does not know another case: its plain form reads no share. */
export function turnsWhole(config: RotaryConfig): boolean {
  return nameOf(scalingOf(config)) === "default" || rotaryShare(config) === 1;
}

/** Whether LongRoPE has a factor for each of the pairs that `width` dimensions make. */
export function factorsFit(config: RotaryConfig, width: number): boolean {
  const { short_factor, long_factor } = scalingOf(config);
  const lists = nameOf(scalingOf(config)) === "longrope" ? [short_factor, long_factor] : [];
  return lists.every((factors) => factors?.length === Math.ceil(width / 2));
}

/** The lengths of texts, in tokens, that rotary settings allow in a context of `context` tokens. */
export function rotaryContexts(
  settings: readonly RotaryConfig[],
  context: number,
): Pick<Dimensions, "context" | "steadyContext"> {
  const steady = settings.map((config) => steadyContext(config, context));
  const shortest = Math.min(Infinity, ...steady);
  return {
    context: Math.max(context, ...settings.map((config) => longestText(config, context))),
    ...(shortest < Infinity && { steadyContext: shortest }),
  };
}

/** Dynamic scaling is published for texts of `factor` contexts. */
function longestText(config: RotaryConfig, context: number): number {
  const scaling = scalingOf(config);
  return nameOf(scaling) === "dynamic" ? Math.floor(context * (scaling.factor ?? 1)) : context;
}

/** The longest text that is rotated like every shorter one. */
function steadyContext(config: RotaryConfig, context: number): number {
  const kind = nameOf(scalingOf(config));
  if (kind === "longrope") return Math.min(context, originalOf(config, context));
  return kind === "dynamic" ? context : Infinity;
}

/** Context of pretraining, in tokens. */
function originalOf(config: RotaryConfig, context: number): number {
  return (
    config.original_max_position_embeddings ?? scalingOf(config).original_max_position_embeddings ?? context
  );
}

/**
 * The table of a configuration for `width` rotated dimensions of a head, in a context of `context` tokens. Of an odd width one
 * dimension more turns, as in transformers.
 */
export function rotaryTable(config: RotaryConfig, width: number, context: number): RotaryTable {
  const scaling = Scaling.parse(scalingOf(config));
  const theta = scaling.rope_theta ?? config.rope_theta ?? 10_000;
  const plain = Array.from({ length: Math.ceil(width / 2) }, (_, i) => theta ** ((-2 * i) / width));
  const original = originalOf(config, context);
  const factor = scaling.factor ?? context / original;
  const stretch = STRETCHES[nameOf(scaling) as Kind];
  const stretching = { ...scaling, theta, width, context, original, factor };
  const { frequencies, magnitude = 1, beyond } = stretch(plain, stretching);
  const table = Float32Array.from(frequencies);
  return {
    frequencies: scaling.frequency_dtype === "float16" ? table.map(toHalf) : table,
    magnitude,
    ...(beyond && { beyond }),
  };
}

interface Stretching extends Scaling {
  readonly theta: number;
  readonly width: number;
  /** `max_position_embeddings`, in tokens. */
  readonly context: number;
  /** Context of pretraining, in tokens. */
  readonly original: number;
  readonly factor: number;
}

type Stretch = (
  plain: readonly number[],
  scaling: Stretching,
) => {
  readonly frequencies: readonly number[];
  readonly magnitude?: number;
  readonly beyond?: LongerTexts;
};

const STRETCHES: Readonly<Record<Kind, Stretch>> = {
  default: (frequencies) => ({ frequencies }),

  /** All positions closer together (Chen et al. 2023). */
  linear: (plain, { factor }) => ({ frequencies: plain.map((frequency) => frequency / factor) }),

  /**
   * NTK-aware scaling by the length of the text: for L tokens beyond the context C, θ becomes
   * θ · (1 + factor · (L − C) / C)^(width / (width − 2)), as in transformers.
   */
  dynamic(plain, { factor, context, theta, width }) {
    if (width <= 2) throw invalidField("rope_scaling", "Dynamic scaling needs more than one pair a head.");
    const exponents = Float32Array.from(plain, (_, i) => (-2 * i) / width);
    const frequencies = (lengths: Value): Value => {
      const { graph } = lengths;
      const excess = relu(subtract(lengths, graph.constant(scalar(context))));
      const stretched = add(multiply(excess, factor / context), graph.constant(scalar(1)));
      const logTheta = add(
        multiply(log(stretched), width / (width - 2)),
        graph.constant(scalar(Math.log(theta))),
      ); // [B, 1]
      return exp(multiply(logTheta, graph.constant(float32([exponents.length], exponents)))); // [B, half]
    };
    return { frequencies: plain, beyond: { tokens: context, frequencies } };
  },

  /** Low frequencies are slowed, high ones kept, with a blend in between (Llama 3.1). */
  llama3: (plain, { factor, original, low_freq_factor: low, high_freq_factor: high }) => ({
    frequencies: plain.map((frequency) => {
      const turns = (original * frequency) / (2 * Math.PI);
      const kept = Math.min(Math.max((turns - low) / (high - low), 0), 1);
      return (1 - kept) * (frequency / factor) + kept * frequency;
    }),
  }),

  /** As above along a ramp over the dimensions, and queries and keys grow a little (YaRN, Peng et al. 2023, eq. 23). */
  yarn(plain, scaling) {
    const { factor, theta, width, original } = scaling;
    const growth = (by: number) => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1);
    const { mscale, mscale_all_dim: overall } = scaling;
    const magnitude =
      scaling.attention_factor ?? (mscale && overall ? growth(mscale) / growth(overall) : growth(1));
    // The dimension whose pair makes a given number of turns within the original context.
    const dimensionOf = (turns: number) =>
      (width * Math.log(original / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
    const [first, last] = [dimensionOf(scaling.beta_fast ?? 32), dimensionOf(scaling.beta_slow ?? 1)];
    const [whole, wholeUp] = scaling.truncate ? [Math.floor, Math.ceil] : [Number, Number];
    const start = Math.max(whole(first), 0);
    const upper = Math.min(wholeUp(last), width - 1);
    const end = upper === start ? start + 0.001 : upper;
    const frequencies = plain.map((frequency, i) => {
      const slowed = Math.min(Math.max((i - start) / (end - start), 0), 1);
      return slowed * (frequency / factor) + (1 - slowed) * frequency;
    });
    return { frequencies, magnitude };
  },

  /**
   * A factor for each pair, found by search, with another list for texts beyond the context of pretraining; queries and keys
   * grow with the context (LongRoPE, Ding et al. 2024).
   */
  longrope(plain, { short_factor, long_factor, attention_factor, factor, original }) {
    const growth = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
    const by = (factors: readonly number[] | null | undefined) =>
      plain.map((frequency, i) => frequency / (factors?.[i] ?? NaN));
    const long = Float32Array.from(by(long_factor));
    return {
      frequencies: by(short_factor),
      magnitude: attention_factor ?? growth,
      beyond: {
        tokens: original,
        frequencies: ({ graph }) => graph.constant(float32([long.length], long)),
      },
    };
  },
};

/** Which dimensions make a pair: i and i + half (Llama, GPT-NeoX), or 2i and 2i + 1 (GPT-J). */
export type RotaryLayout = "halves" | "neighbours";

/** Rotates heads [B, H, T, K] by their tokens' positions [B, T]. Dimensions beyond the table's pairs stay as they are. */
export function rotary(
  graph: Graph,
  positions: Value,
  { frequencies, magnitude, beyond }: RotaryTable,
  layout: RotaryLayout = "halves",
): (x: Value) => Value {
  const half = frequencies.length;
  const [batch, tokens] = positions.shape;
  const table = graph.constant(float32([half], frequencies));
  const turning = beyond ? reshape(byLength(graph, positions, table, beyond), [batch, 1, half]) : table;
  const angles = multiply(reshape(toFloat(positions), [batch, tokens, 1]), turning);
  const shaped = reshape(angles, [batch, 1, tokens, half]); // one for all heads
  const grown = (x: Value) => (magnitude === 1 ? x : multiply(x, magnitude));
  const [cosine, sine] = [grown(cos(shaped)), grown(sin(shaped))];
  return (x) => {
    const width = x.shape[3] as number;
    const turning = slice(x, -1, 0, 2 * half);
    const [first, second] = PAIRS[layout].take(turning); // [B, H, T, half]
    const turned = PAIRS[layout].put(
      subtract(multiply(first, cosine), multiply(second, sine)),
      add(multiply(second, cosine), multiply(first, sine)),
    );
    return width === 2 * half ? turned : concat([turned, slice(x, -1, 2 * half, width)], -1);
  };
}

/**
 * The frequencies of each row, [B, half], by the length of its text. A pass ends with the text's last token, whose position is
 * the largest, and padding has position 0. transformers takes the longest text of a batch for all of its texts.
 */
function byLength(graph: Graph, positions: Value, table: Value, { tokens, frequencies }: LongerTexts): Value {
  const one = graph.constant(scalar(1));
  const lengths = add(maxLast(toFloat(positions)), one); // [B, 1]
  const isLong = toFloat(greater(lengths, graph.constant(scalar(tokens))));
  return add(multiply(table, subtract(one, isLong)), multiply(frequencies(lengths), isLong));
}

interface Pairs {
  /** [..., 2·half] to the first and the second members of all pairs, [..., half]. */
  take(x: Value): readonly Value[];
  put(first: Value, second: Value): Value;
}

const PAIRS: Readonly<Record<RotaryLayout, Pairs>> = {
  halves: { take: (x) => split(x, -1, 2), put: (first, second) => concat([first, second], -1) },
  neighbours: {
    take(x) {
      const [batch, heads, tokens, width] = x.shape;
      const half = (width as number) / 2;
      const pairs = split(reshape(x, [batch, heads, tokens, half, 2]), -1, 2);
      return pairs.map((part) => reshape(part, [batch, heads, tokens, half]));
    },
    put(first, second) {
      const [batch, heads, tokens, half] = first.shape;
      const [left, right] = [first, second].map((part) => reshape(part, [batch, heads, tokens, half, 1]));
      return reshape(concat([left, right], -1), [batch, heads, tokens, 2 * (half as number)]);
    },
  },
};

/** The nearest half-precision value. */
function toHalf(value: number): number {
  const step = 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 10, -24);
  const scaled = value / step;
  const below = Math.floor(scaled);
  const isTie = scaled - below === 0.5;
  return (isTie ? below + (below % 2) : Math.round(scaled)) * step;
}
