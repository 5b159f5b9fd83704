/** Explore: the lens, the causal trace and the circuit. */
export const explore = {
  analyses: "Ways to look",
  opening: "Opening the model",
  working: "Looking inside",
  version: { label: "Version", base: "Before any edit", edited: "This version" },
  fields: {
    prompt: {
      label: "Prompt",
      hint: "Write {} where the subject stands.",
      missing: "Write {} where the subject stands.",
    },
    subject: { label: "Subject", hint: "What the fact is about." },
    answer: { label: "Answer", hint: "Its first token is followed through the layers." },
    other: { label: "Other subject", hint: "With another answer and as many tokens; for the circuit." },
  },
  lens: {
    title: "Logit lens",
    caption: "The likeliest token after each layer, at every token of the prompt",
    embedding: "embedding",
    after: (layer: number) => `layer ${layer}`,
    noAnswer: "Each cell is what the model would say if that layer were its last.",
    never: (answer: string) =>
      `"${answer}" is not the likeliest token at the end of the prompt after any layer.`,
    from: (answer: string, state: number) =>
      state === 0
        ? `"${answer}" is the likeliest token at the end of the prompt from the embedding on.`
        : `"${answer}" becomes the likeliest token at the end of the prompt after layer ${state - 1}.`,
    cell: (token: string, likeliest: readonly string[]) => `After "${token}": ${likeliest.join(", ")}`,
    note: "The last layer is on top. A darker cell is more certain; outlined cells say the answer. The final norm and the unembedding read each layer with the layer's own statistics.",
  },
  trace: {
    title: "Causal trace",
    summary: (answer: string, high: string, low: string) =>
      `The model says "${answer}" with ${high}. With noise on the subject it keeps ${low}. Each cell is the probability, in percent, when one activation is restored.`,
    kinds: { state: "Hidden state", mlp: "MLP", attention: "Attention" },
    cell: (token: string, layer: number, score: string) => `"${token}", layer ${layer}: ${score}`,
    note: (window: number) =>
      `Rows are tokens, * marks the subject; columns are layers. MLP and attention are restored in ${window === 1 ? "one layer" : `${window} layers`} around the column's. A high number shows that restoring is enough here, not that the fact is stored there.`,
  },
  circuit: {
    title: "Circuit",
    size: "Edges before pruning",
    summary: (edges: number, all: number, share: string, answer: string, other: string) =>
      `${edges} of ${all} edges keep ${share} of what tells "${answer}" from "${other}".`,
    caption: "The circuit: the input below, the logits on top, heads a and MLPs m of each layer in a row",
    note: "Edges are scored by integrated gradients (EAP-IG, 5 steps, from the other subject's prompt to this one) and chosen from the logits down. All other edges carry the other subject's activations. Solid edges support the answer, dashed ones work against it.",
    strongest: (count: number) => `The ${count} strongest edges`,
    from: "From",
    to: "To (port)",
    score: "Score, logits",
  },
};
