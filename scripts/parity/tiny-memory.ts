/** Entries of the golden file for methods that leave the weights alone: codebooks and side memories. */
import { z } from "zod";
import { codebookEntries, type AdapterOverlay } from "../../lib/model";
import { check, type Check } from "./report";
import { lastLogits, type TinyContext } from "./tiny";
import { applyTiny, close, type TinyEntry } from "./tiny-entries";

const Numbers = z.array(z.number());
const Matrix = z.array(Numbers);

export const MEMORY_ENTRIES: Readonly<Record<string, TinyEntry>> = {
  GRACE_warm: { method: "grace", check: checkCodebook },
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
    const entries = codebookEntries(model.overlays.filter((worn): worn is AdapterOverlay => worn.kind === "adapter"));
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
  checks.push(close(name, "logits after the edits", logits, expected.probe_logits_last_after_all_key_id_reset));
  return checks;
}
