/** Entries of the golden file for methods that leave the weights alone: codebooks and side memories. */
import { z } from "zod";
// Below what a chapter shows to others: the published rows are padded on the left, which only a harness needs.
import { shares, trainSideMemory, type SideRows } from "../../../lib/edit/methods/memory/wise/side-memory";
import { wrappedMap } from "../../../lib/edit/methods/memory/wrapped-map";
import { MERGE_METHODS } from "../../../lib/merge";
import {
  codebookEntries,
  routedOverlay,
  type AdapterOverlay,
  type Model,
  type Prefix,
} from "../../../lib/model";
import { float32, floats, int32, zeros, type Tensor } from "../../../lib/tensor";
import { check, type Check } from "../report";
import { lastLogits, type TinyContext } from "./tiny";
import { applyTiny, close, type TinyEntry } from "./entries";

const Numbers = z.array(z.number());
const Matrix = z.array(Numbers);

export const MEMORY_ENTRIES: Readonly<Record<string, TinyEntry>> = {
  GRACE_warm: { method: "grace", check: checkCodebook },
  WISE_mask1: { method: "wise", check: checkSideMemory },
  WISE_subject_mask: { method: "wise", check: checkSubjectMask },
  WISE_merge: { method: "wise", check: checkMerges },
};

const Codebook = z.object({
  edits: z.array(
    z.object({
      prompt: z.string(),
      target: z.string(),
      losses: Numbers,
      n_keys: z.int(),
      epsilons: Numbers,
      key_dist: Matrix,
      value_first4: Matrix,
      key_first4: Matrix,
    }),
  ),
  probe_logits_last_after_all_key_id_reset: Numbers,
});

const SideEdit = z.object({
  input_ids: z.array(z.array(z.int())),
  labels: z.array(z.array(z.int())),
  loss_log: z.array(z.string()),
  delta_fro: z.number(),
  delta_sum: z.number().optional(),
  min_act: z.number(),
});
type SideEdit = z.infer<typeof SideEdit>;

const SideMemoryEntry = z.object({
  edits: z.array(SideEdit).length(1),
  probe_logits_last: Numbers,
  loc_logits_last: Numbers,
});
const SubjectEntry = SideEdit.extend({ act_mask: Matrix, deact_mask: Matrix });
const MergeEntry = z.record(z.string(), Numbers);

/** Losses are printed with three decimals. */
const PRINTED_NATS = 6e-4;
/** The file does not state the step size of this entry; one of the round numbers gives all of its values. */
const STEP_OF_SUBJECT = 0.1;
const IRRELEVANT = [12, 6, 5];
const PROBE = [3, 7, 8, 1];

/** Four edits in a row, the second of a prompt that is known already. */
async function checkCodebook(name: string, context: TinyContext): Promise<Check[]> {
  const expected = Codebook.parse(context.entry);
  const parameters = {
    layers: [1],
    map: "up",
    eps: 1,
    edit_lr: 1,
    n_iter: 10,
    val_init: "warm",
    eps_expand: "coverage",
    samePrompt: "split",
  };
  const checks: Check[] = [];
  let { model } = context;
  for (const [i, edit] of expected.edits.entries()) {
    const where = `${name} / edit ${i + 1}`;
    const [subject, ...rest] = edit.prompt.split(" ");
    const request = { id: "0", subject, prompt: ["{}", ...rest].join(" "), targetNew: edit.target };
    const result = await applyTiny({ ...context, model }, "grace", parameters, { requests: [request] });
    model = model.with(result.overlays);
    const entries = codebookEntries(
      model.overlays.filter((worn): worn is AdapterOverlay => worn.kind === "adapter"),
    );
    const distances = entries.map((a) =>
      entries.map((b) => Math.hypot(...a.key.map((value, j) => value - b.key[j]))),
    );
    const firsts = (part: "key" | "value") => entries.flatMap((entry) => [...entry[part].subarray(0, 4)]);
    checks.push(
      check(where, "keys", Math.abs(entries.length - edit.n_keys), 0, "keys"),
      close(where, "loss at each step", result.report.curves?.lossNats ?? [], edit.losses),
      close(
        where,
        "radii",
        entries.map(({ radius }) => radius),
        edit.epsilons,
      ),
      close(where, "distances of keys", distances.flat(), edit.key_dist.flat(), { atLeast: 1 }),
      close(where, "keys' first entries", firsts("key"), edit.key_first4.flat()),
      close(where, "values' first entries", firsts("value"), edit.value_first4.flat()),
    );
  }
  const logits = await lastLogits(context.run, model, PROBE);
  checks.push(
    close(name, "logits after the edits", logits, expected.probe_logits_last_after_all_key_id_reset),
  );
  return checks;
}

/** One edit beside an irrelevant text; both probes stay below the threshold, so the base answers them. */
async function checkSideMemory(name: string, context: TinyContext): Promise<Check[]> {
  const expected = SideMemoryEntry.parse(context.entry);
  const [edit] = expected.edits;
  const [rows, tokens] = [edit.input_ids.length - 1, edit.input_ids[0].length];
  const everything = (row: number) => Array.from({ length: tokens }, (_, token) => [row, token] as const);
  const edited = Array.from({ length: rows }, (_, row) => everything(row));
  const irrelevant = edited.map(() => everything(rows));
  const {
    checks,
    memory,
    wrapped: wrapped,
  } = await checkSideEdit(name, context, edit, edited, irrelevant, 1);
  const { run, model } = context;
  const [into, out] = wrapped.spec.shape;
  const overlay = routedOverlay(
    wrapped.site,
    [
      {
        shard: 0,
        shards: 1,
        edits: 1,
        activation: memory.activation,
        delta: float32([out, into], memory.change),
      },
    ],
    { shardEdits: 500, groupShards: 2, ratio: 0.8, merge: { algorithm: "ties", density: 0.53, weight: 1 } },
  );
  const wearing = model.with([overlay]);
  return [
    ...checks,
    close(name, "logits after the edit", await lastLogits(run, wearing, PROBE), expected.probe_logits_last),
    close(
      name,
      "logits of the irrelevant text",
      await lastLogits(run, wearing, IRRELEVANT),
      expected.loc_logits_last,
    ),
  ];
}

/** The other words of the edit's own rows are what must stay apart. */
async function checkSubjectMask(name: string, context: TinyContext): Promise<Check[]> {
  const edit = SubjectEntry.parse(context.entry);
  const chosen = (mask: readonly (readonly number[])[]) =>
    mask.map((row, b) => row.flatMap((on, token) => (on ? [[b, token] as const] : [])));
  const { checks } = await checkSideEdit(
    name,
    context,
    edit,
    chosen(edit.act_mask),
    chosen(edit.deact_mask),
    STEP_OF_SUBJECT,
  );
  return checks;
}

type Places = readonly (readonly (readonly [row: number, token: number])[])[];

async function checkSideEdit(
  name: string,
  { run, model }: TinyContext,
  edit: SideEdit,
  inside: Places,
  outside: Places,
  learningRate: number,
) {
  const wrapped = wrappedMap(model, { layers: [1], map: "up" });
  const { prefix, inputs } = await leftPadded(model, edit.input_ids, wrapped.layer);
  const [batch, tokens] = [edit.input_ids.length, edit.input_ids[0].length];
  // The last row is the irrelevant text; its labels are not trained on.
  const trained = edit.labels.map((row, b) =>
    row.flatMap((id, token) => (id === -100 || b === batch - 1 ? [] : [{ id, token }])),
  );
  const rows: SideRows = {
    rows: edit.input_ids,
    at: trained.map((row) => row.map(({ token }) => token - 1)),
    labels: trained.map((row) => row.map(({ id }) => id)),
    inputs,
    inside: shares(inside, batch, tokens),
    outside: shares(outside, batch, tokens),
    recorded: shares(
      [edit.labels.slice(0, -1).flatMap((row, b) => row.map((_, token) => [b, token] as const))],
      batch,
      tokens,
    ),
    prefix,
  };
  const origin = floats(await model.weight(wrapped.spec));
  const memory = await trainSideMemory(
    run,
    model,
    wrapped,
    rows,
    { origin, before: new Float32Array(origin.length), isFree: () => true },
    {
      steps: edit.loss_log.length,
      learningRate,
      weightDecay: 1e-5,
      normConstraint: 1,
      margins: [5, 20, 10],
    },
  );
  const printed = edit.loss_log.map((line) => Number(/^loss ([\d.]+)/.exec(line)?.[1]));
  const gaps = printed.map((loss, i) => Math.abs(loss - memory.losses[i]));
  const sum = memory.change.reduce((total, value) => total + value, 0);
  const checks = [
    check(name, "loss at each step", Math.max(...gaps), PRINTED_NATS, "nats"),
    close(name, "norm of the change", [Math.hypot(...memory.change)], [edit.delta_fro]),
    ...(edit.delta_sum === undefined
      ? []
      : [close(name, "sum of the change", [sum], [edit.delta_sum], { atLeast: edit.delta_fro })]),
    close(name, "least distance", [memory.activation], [edit.min_act]),
  ];
  return { checks, memory, wrapped: wrapped };
}

const PAD = 31;

/**
 * What lies below a layer's first map for rows padded on the left, as the original computes it: positions count padding, and
 * a padded token, which may attend to nothing, attends to everything alike.
 */
async function leftPadded(
  model: Model,
  rows: readonly (readonly number[])[],
  layer: number,
): Promise<{ readonly prefix: Prefix; readonly inputs: Tensor }> {
  const { layers, keyValueHeads, headWidth } = model.facts.dimensions;
  const [batch, tokens] = [rows.length, rows[0].length];
  const program = await model.program("golden: left padding", ({ graph, forward }) => {
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        for (const part of ["resid_mid", "mlp.in", "mlp.pre"])
          if (site === `blocks.${layer}.${part}`) graph.output(part, value);
        return value;
      },
    });
  });
  const positions = int32(
    [batch, tokens],
    rows.flatMap((row) => row.map((_, t) => t)),
  );
  /** `past` more keys behind the tokens, which nobody sees. */
  const maskWith = (past: number) =>
    float32(
      [batch, 1, tokens, tokens + past],
      rows.flatMap((row) =>
        row.flatMap((id, t) => {
          const sees = (s: number) => id !== PAD && s <= t && row[s] !== PAD;
          return [...row.map((_, s) => (sees(s) ? 0 : -1e9)), ...Array.from({ length: past }, () => -2e9)];
        }),
      ),
    );
  const read = await program.run({
    ids: int32([batch, tokens], rows.flat()),
    positions,
    mask: maskWith(0),
  });
  const blank = zeros("float32", [batch, keyValueHeads, 1, headWidth]);
  const above = Array.from({ length: layers - layer - 1 }, (_, i) => layer + 1 + i);
  return {
    inputs: read["mlp.in"],
    prefix: {
      feeds: {
        positions,
        "past.positions": zeros("int32", [batch, 1]),
        mask: maskWith(1),
        "suffix.start": read["mlp.pre"],
        "suffix.resid_mid": read.resid_mid,
        ...Object.fromEntries(
          above.flatMap((at) => [
            [`past.${at}.keys`, blank],
            [`past.${at}.values`, blank],
          ]),
        ),
      },
      lengths: rows.map(() => tokens),
      tokens,
    },
  };
}

/** The algorithms on three matrices. */
async function checkMerges(name: string, { entry }: TinyContext): Promise<Check[]> {
  const { base, m1, m2, ...expected } = MergeEntry.parse(entry);
  const deltas = [m1, m2].map((weights) => Float32Array.from(weights, (value, i) => value - base[i]));
  const cases = [
    ["ties_w_half_half_d0p53", "ties", 1],
    ["magnitude", "magnitude", 1],
    ["sign", "sign", 1],
    ["linear_t0p5_first_only", "linear", 1],
    ["slerp_t0p5_first_only", "slerp", 1],
  ] as const;
  return cases.map(([result, algorithm, weight]) => {
    const delta = MERGE_METHODS.get(algorithm).merge({
      deltas: algorithm === "linear" ? deltas.slice(0, 1) : deltas,
      density: 0.53,
      weight: weight / deltas.length,
      base: () => Float32Array.from(base),
    });
    return close(
      name,
      algorithm,
      base.map((value, i) => value + delta[i]),
      expected[result],
    );
  });
}
