/**
 * A memory of edits with a scope (Mitchell et al. 2022, SERAC): a trained encoder e of questions decides how far a question
 * is within the scope of a remembered edit,
 *
 *     s = exp(−‖e(edit) − e(question)‖²)
 *
 * and the answer of a counterfactual model, which reads the edit and then the question, has weight s against the model's
 * own answer. The counterfactual model is the base model with low-rank factors that were trained to give the edit's target.
 * Encoder and counterfactual model were trained together as one editor. Edits of one editor share its tensors once they are
 * merged.
 *
 * e(q) = W₂ relu(W₁ h(q) + b), h the model's own hidden states averaged over the question's tokens.
 */
import { z } from "zod";
import { PalimpsestError, type JsonObject } from "../../base";
import { float32, floats, type Tensor } from "../../tensor";
import type { Model } from "../model";
import { sentenceOf } from "../tokenizer/tokenizer";
import type { PromptOverlay, WeightDelta } from "../overlay/overlay";
import { embedTexts } from "./embed";
import type { PromptAdapter } from "./prompt-adapter";

/** An editor: the encoder and the counterfactual model. Equal ids are equal editors. */
export interface ScopeEditor {
  readonly id: string;
  /** Layers whose inputs are averaged for h, side by side: E numbers. */
  readonly layers: readonly number[];
  readonly first: Tensor<"float32">; // W₁, [H, E]
  readonly bias: Tensor<"float32">; // b, [H]
  readonly second: Tensor<"float32">; // W₂, [O, H]
  readonly reader: readonly Extract<WeightDelta, { form: "low-rank" }>[];
}

interface ScopeEntry {
  readonly prompt: string;
  readonly target: string;
  /** e of the prompt, [O]. */
  readonly reading: Float32Array;
}

interface Memory {
  readonly editor: ScopeEditor;
  readonly entries: readonly ScopeEntry[];
}

const Settings = z.object({
  memories: z.array(
    z.object({
      editor: z.string(),
      layers: z.array(z.number()),
      parameters: z.array(z.string()),
      entries: z.array(z.object({ prompt: z.string(), target: z.string() })),
    }),
  ),
});

/** e(q) [O] of embedded questions h [E]. */
export function readScope(
  { first, bias, second }: ScopeEditor,
  embedded: readonly Float32Array[],
): Float32Array[] {
  const [hidden, width] = first.shape;
  const [weights, start, out] = [floats(first), floats(bias), floats(second)];
  return embedded.map((h) => {
    const inner = start.map((value, i) => {
      let sum = value;
      for (let j = 0; j < width; j++) sum += weights[i * width + j] * h[j];
      return Math.max(0, sum);
    });
    return Float32Array.from({ length: second.shape[0] }, (_, o) => {
      let sum = 0;
      for (let i = 0; i < hidden; i++) sum += out[o * hidden + i] * inner[i];
      return sum;
    });
  });
}

/** The prompt of the counterfactual model. */
export function remembered(
  { prompt, target }: Pick<ScopeEntry, "prompt" | "target">,
  question: string,
): string {
  return `${sentenceOf(prompt, target)} ${question}`;
}

export function scopeOverlay(editor: ScopeEditor, entries: readonly ScopeEntry[]): PromptOverlay {
  return written([{ editor, entries }]);
}

export const scope: PromptAdapter = {
  id: "scope",
  merge: (parts) => written(joined(parts.flatMap(memoriesIn))),
  open(model, overlay) {
    const { width, context } = model.facts.dimensions;
    const memories = memoriesIn(overlay).map((memory) => {
      if (memory.editor.first.shape[1] !== width * memory.editor.layers.length) throw misfit();
      return { ...memory, reader: model.bare.with([{ kind: "weights", deltas: memory.editor.reader }]) };
    });
    return async (run, questions) => {
      const best = questions.map((): { entry: ScopeEntry; weight: number; by: Model } | null => null);
      for (const { editor, entries, reader } of memories) {
        const prompts = questions.map(({ prompt }) => prompt);
        const readings = readScope(editor, await embedTexts(run, model, prompts, editor.layers));
        readings.forEach((reading, i) => {
          for (const entry of entries) {
            const weight = Math.exp(-distance(entry.reading, reading));
            if (weight >= (best[i]?.weight ?? 0)) best[i] = { entry, weight, by: reader };
          }
        });
      }
      return questions.map(({ prompt, room }, i) => {
        const found = best[i];
        if (found === null) return null;
        const text = remembered(found.entry, prompt);
        if (model.tokenizer.encode(text, { special: true }).ids.length + room > context) {
          run.log.warn("A question was asked without its edit: the context has no room for both.");
          return null;
        }
        return { text, weight: found.weight, by: found.by, leftOut: 0 };
      });
    };
  },
};

function distance(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

/** Groups entries by editor. If two entries have the same prompt, the later one wins. */
function joined(memories: readonly Memory[]): Memory[] {
  const byEditor = new Map<
    string,
    { readonly editor: ScopeEditor; readonly entries: Map<string, ScopeEntry> }
  >();
  for (const { editor, entries } of memories) {
    const memory = byEditor.get(editor.id) ?? { editor, entries: new Map<string, ScopeEntry>() };
    byEditor.set(editor.id, memory);
    for (const entry of entries) {
      for (const others of byEditor.values()) others.entries.delete(entry.prompt);
      memory.entries.set(entry.prompt, entry);
    }
  }
  return [...byEditor.values()]
    .filter(({ entries }) => entries.size > 0)
    .map(({ editor, entries }) => ({ editor, entries: [...entries.values()] }));
}

function written(memories: readonly Memory[]): PromptOverlay {
  const tensors: Record<string, Tensor> = {};
  memories.forEach(({ editor, entries }, index) => {
    const { first, bias, second, reader } = editor;
    const [width] = second.shape;
    const readings = new Float32Array(entries.length * width);
    entries.forEach(({ reading }, n) => readings.set(reading, n * width));
    const feeds = { first, bias, second, readings: float32([entries.length, width], readings) };
    for (const [name, tensor] of Object.entries(feeds)) tensors[`${index}.${name}`] = tensor;
    reader.forEach(({ left, right }, i) => {
      tensors[`${index}.left.${i}`] = left;
      tensors[`${index}.right.${i}`] = right;
    });
  });
  const settings = {
    memories: memories.map(({ editor, entries }) => ({
      editor: editor.id,
      layers: [...editor.layers],
      parameters: editor.reader.map(({ parameter }) => parameter),
      entries: entries.map(({ prompt, target }) => ({ prompt, target })),
    })),
  };
  return { kind: "prompt", promptAdapter: scope.id, tensors, settings: settings as JsonObject };
}

/** The other way. Throws `integrity` when texts and tensors do not belong together. */
function memoriesIn({ settings, tensors }: PromptOverlay): Memory[] {
  const parsed = Settings.safeParse(settings);
  if (!parsed.success) throw misfit();
  const matrix = (name: string, rows?: number): Tensor<"float32"> => {
    const found = tensors[name];
    if (found?.dtype !== "float32" || (rows !== undefined && found.shape[0] !== rows)) throw misfit();
    return found as Tensor<"float32">;
  };
  return parsed.data.memories.map(({ editor, layers, parameters, entries }, index) => {
    const named = (name: string, rows?: number) => matrix(`${index}.${name}`, rows);
    const [first, second, readings] = [named("first"), named("second"), named("readings", entries.length)];
    const width = second.shape[0];
    const isSound = second.shape[1] === first.shape[0] && readings.shape[1] === width && entries.length > 0;
    if (!isSound) throw misfit();
    return {
      editor: {
        id: editor,
        layers,
        first,
        bias: named("bias", first.shape[0]),
        second,
        reader: parameters.map((parameter, i) => ({
          parameter,
          form: "low-rank" as const,
          left: named(`left.${i}`),
          right: named(`right.${i}`),
        })),
      },
      entries: entries.map((entry, n) => ({
        ...entry,
        reading: floats(readings).subarray(n * width, (n + 1) * width),
      })),
    };
  });
}

function misfit(): PalimpsestError {
  return new PalimpsestError("integrity", "The remembered edits do not fit this model.", {
    hint: "Overlays fit only the checkpoint they were made on. Export the version again.",
    details: { field: "overlays" },
  });
}
