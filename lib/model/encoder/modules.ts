/**
 * What follows the transformer of a sentence encoder: how the states of a text's tokens become one vector, and what is done to
 * the text before (Reimers & Gurevych 2019). Read from modules.json and the folders that it names, in the spelling of any
 * version of sentence-transformers; what is not done here is refused by name, since another vector would retrieve other texts.
 */
import { z } from "zod";
import { PalimpsestError } from "../../base";
import { readJson, readJsonIfThere, type CheckpointFiles } from "../checkpoint/checkpoint-files";

/** The share of each of `count` tokens in the vector of a text. */
const POOLINGS = {
  mean: (count: number) => new Float32Array(count).fill(1 / count),
  cls: (count: number) => Float32Array.from({ length: count }, (_, t) => (t === 0 ? 1 : 0)),
  lasttoken: (count: number) => Float32Array.from({ length: count }, (_, t) => (t === count - 1 ? 1 : 0)),
  /** Later tokens count more, in proportion to their place. */
  weightedmean: (count: number) =>
    Float32Array.from({ length: count }, (_, t) => (t + 1) / ((count * (count + 1)) / 2)),
} as const;
export type Pooling = keyof typeof POOLINGS;

export function poolingWeights(pooling: Pooling, count: number): Float32Array {
  return POOLINGS[pooling](count);
}

/** The older spelling: one switch for each way. The division by a root vanishes when the vector is normalized. */
const SWITCHES: Readonly<Record<string, string>> = {
  pooling_mode_cls_token: "cls",
  pooling_mode_mean_tokens: "mean",
  pooling_mode_max_tokens: "max",
  pooling_mode_mean_sqrt_len_tokens: "mean",
  pooling_mode_weightedmean_tokens: "weightedmean",
  pooling_mode_lasttoken: "lasttoken",
};

export interface SentenceModules {
  readonly pooling: Pooling;
  /** Texts are lowered before they are cut into tokens. */
  readonly lowers: boolean;
  /** Most tokens of a text, where the encoder states it. */
  readonly longest?: number;
}

const Modules = z.array(z.object({ path: z.string(), type: z.string() }));
const SentenceSettings = z.object({
  max_seq_length: z.int().min(3).nullish(),
  do_lower_case: z.boolean().nullish(),
});
const SETTINGS = "sentence_bert_config.json";

/** Throws `unsupported` that names the file and the setting for what is not done here. */
export async function readModules(files: CheckpointFiles): Promise<SentenceModules> {
  const settings = SentenceSettings.safeParse((await readJsonIfThere(files, SETTINGS)) ?? {});
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw unsupported(SETTINGS, `${issue.path.join(".")}: ${issue.message}`);
  }
  const { max_seq_length: longest, do_lower_case: lowers } = settings.data;
  return {
    pooling: await readPooling(files),
    lowers: lowers === true,
    ...(longest != null && { longest }),
  };
}

/** The mean where no modules are stated, which is what sentence-transformers makes of a plain encoder. */
async function readPooling(files: CheckpointFiles): Promise<Pooling> {
  const stated = await readJsonIfThere(files, "modules.json");
  if (stated === undefined) return "mean";
  const modules = Modules.safeParse(stated);
  if (!modules.success)
    throw unsupported("modules.json", "it does not list modules with their paths and types");
  let pooling: Pooling | undefined;
  for (const { path, type } of modules.data) {
    // "sentence_transformers.models.Pooling", with other packages before the name in other versions.
    const name = type.split(".").at(-1) ?? type;
    if (name === "Pooling" && pooling === undefined) pooling = await poolingOf(files, `${path}/config.json`);
    else if (name !== "Transformer" && name !== "Normalize") {
      throw unsupported("modules.json", `the module ${name} is not computed here`);
    }
  }
  if (pooling === undefined)
    throw unsupported("modules.json", "no module makes one vector of a text's tokens");
  return pooling;
}

async function poolingOf(files: CheckpointFiles, name: string): Promise<Pooling> {
  if (!(await files.list()).some((file) => file.name === name)) {
    throw new PalimpsestError("invalid_input", `modules.json names ${name}, which the folder lacks.`, {
      hint: "The file says how the vector of a text is made. Choose the encoder's whole folder with the button, or add it with the command line.",
      details: { field: name },
    });
  }
  const config = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(await readJson(files, name));
  const ways = [
    ...[config.pooling_mode ?? []]
      .flat()
      .map((way) => (way === "mean_sqrt_len_tokens" ? "mean" : String(way))),
    ...Object.keys(SWITCHES)
      .filter((key) => config[key] === true)
      .map((key) => SWITCHES[key]),
  ];
  const [way, ...more] = new Set(ways.length > 0 ? ways : ["mean"]);
  const known = Object.keys(POOLINGS) as Pooling[];
  const pooling = known.find((one) => one === way);
  if (pooling !== undefined && more.length === 0) return pooling;
  throw unsupported(
    name,
    `pooling by ${[way, ...more].join(" and ")} is not computed here; ${known.join(", ")} are`,
  );
}

function unsupported(name: string, what: string): PalimpsestError {
  return new PalimpsestError("unsupported", `${name}: ${what}.`, {
    hint: "Choose another sentence encoder, such as sentence-transformers/all-MiniLM-L6-v2.",
    details: { field: name },
  });
}
