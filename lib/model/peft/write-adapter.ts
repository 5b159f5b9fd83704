/**
 * Overlays as a PEFT adapter. Changes of one weight become one pair of factors, side by side, with α = r so that nothing is scaled.
 * A change without factors is written as a whole weight where PEFT has a place for one: biases of changed modules and norms.
 */
import { PalimpsestError } from "../../base";
import { float32, floats, writeSafetensors, type Tensor } from "../../tensor";
import type { Checkpoint } from "../checkpoint/weights";
import type { ParameterSpec } from "../family";
import type { ModelFacts } from "../facts";
import { mergeOverlays } from "../overlay/merge-overlays";
import { deltasOf, orientation, type Overlay, type WeightDelta } from "../overlay/overlay";
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, PREFIX } from "./read-adapter";

/** The two files of an adapter. */
export type AdapterFiles = Readonly<Record<string, Uint8Array>>;

/** Throws `unsupported` for an overlay that computes during the pass, and for dense changes of matrices. */
export async function writeAdapter(
  overlays: readonly Overlay[],
  { facts, read }: Pick<Checkpoint, "facts" | "read">,
): Promise<AdapterFiles> {
  const other = overlays.find(({ kind }) => kind !== "weights");
  if (other) throw refused("The version changes more than weights, which an adapter cannot hold.");
  const deltas = deltasOf(mergeOverlays(overlays, facts));
  if (deltas.length === 0) throw new PalimpsestError("no_effect", "The version changes no weight.");
  const bundle: Record<string, Tensor> = {};
  const ranks = new Map<string, number>();
  const saved = new Set<string>();
  for (const delta of deltas) {
    const spec = specNamed(facts, delta.parameter);
    const module = spec.name.replace(/\.(weight|bias)$/, "");
    if (delta.form === "dense") {
      bundle[`${PREFIX}${spec.name}`] = await wholeWeight(spec, delta, read);
      saved.add(module);
      continue;
    }
    const isTable = spec.role === "embed.tokens" || spec.role === "embed.positions";
    if (isTable) throw refused(`The version changes the table ${spec.name}.`);
    bundle[`${PREFIX}${module}.lora_A.weight`] = delta.right;
    bundle[`${PREFIX}${module}.lora_B.weight`] = delta.left;
    ranks.set(module, delta.left.shape[1]);
  }
  // A bias of a module with factors lies beside them; PEFT then has it under its base layer.
  const withBias = [...saved].filter((module) => ranks.has(module));
  for (const module of withBias) {
    const name = `${PREFIX}${module}.bias`;
    bundle[`${PREFIX}${module}.base_layer.bias`] = bundle[name];
    delete bundle[name];
    saved.delete(module);
  }
  // Written whole are norms with both of their weights, because PEFT restores a module as one.
  for (const module of saved) await completeModule(module, facts, read, bundle);
  return {
    [ADAPTER_CONFIG]: configOf(facts, ranks, { saved: [...saved], hasBias: withBias.length > 0 }),
    [ADAPTER_WEIGHTS]: writeSafetensors(bundle, { format: "pt" }),
  };
}

async function completeModule(
  module: string,
  facts: ModelFacts,
  read: Checkpoint["read"],
  bundle: Record<string, Tensor>,
): Promise<void> {
  for (const spec of facts.parameters) {
    if (!spec.name.startsWith(`${module}.`)) continue;
    bundle[`${PREFIX}${spec.name}`] ??= await read(spec.name);
  }
}

async function wholeWeight(
  spec: ParameterSpec,
  delta: Extract<WeightDelta, { form: "dense" }>,
  read: Checkpoint["read"],
): Promise<Tensor> {
  if (spec.layout !== "vector") {
    throw refused(
      `The version changes ${spec.name} as a whole, not by factors [${orientation(spec).join(", ")}].`,
    );
  }
  const added = floats(delta.delta);
  return float32(
    spec.shape,
    floats(await read(spec.name)).map((value, i) => value + added[i]),
  );
}

function specNamed({ parameters, checkpoint }: ModelFacts, name: string): ParameterSpec {
  const spec = parameters.find((one) => one.name === name);
  if (spec) return spec;
  throw new PalimpsestError("integrity", `The version changes ${name}, which ${checkpoint} does not have.`);
}

function configOf(
  { checkpoint, parameters }: ModelFacts,
  ranks: ReadonlyMap<string, number>,
  { saved, hasBias }: { readonly saved: readonly string[]; readonly hasBias: boolean },
): Uint8Array {
  const rank = Math.max(1, ...ranks.values());
  const others = Object.fromEntries([...ranks].filter(([, own]) => own !== rank));
  const isTransposed = parameters.some(
    ({ name, layout }) => layout === "in-out" && ranks.has(name.replace(/\.weight$/, "")),
  );
  const config = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: checkpoint,
    inference_mode: true,
    r: rank,
    lora_alpha: rank,
    rank_pattern: others,
    alpha_pattern: others,
    target_modules: [...ranks.keys()],
    modules_to_save: saved.length > 0 ? saved : null,
    bias: hasBias ? "lora_only" : "none",
    fan_in_fan_out: isTransposed,
    lora_dropout: 0,
    use_rslora: false,
    use_dora: false,
  };
  return new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`);
}

function refused(what: string): PalimpsestError {
  return new PalimpsestError("unsupported", what, {
    hint: "Export a checkpoint folder, which holds any change of weights.",
    details: { field: "version" },
  });
}
