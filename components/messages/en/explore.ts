/** Explore: the analyses, how their pictures are read, and what each picture says in words. */

/** "layer 3", or the embedding before all layers. */
const afterState = (state: number) => (state === 0 ? "the embedding" : `layer ${state - 1}`);
const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)} points`;

export const explore = {
  analyses: "Analyses",
  groups: {
    layers: "What each layer says",
    carries: "What carries the answer",
    circuit: "Circuits",
    memory: "Neurons and memory",
    probes: "What can be read out",
    report: "How firm a fact is",
    more: "More",
  },
  paper: (year: number) => `Paper, ${year}`,
  opening: "Opening the model",
  checking: "Looking at what it would take",
  working: "Looking inside",
  cancel: "Cancel",
  start: "Start",
  costs: {
    title: "What it takes",
    time: (low: string, high: string) => `About ${low} to ${high}.`,
    memory: (bytes: string) => `${bytes} of memory beside the weights.`,
    kept: (what: string) => `${what} is made once and kept.`,
    cached: (what: string) => `${what} is there already.`,
    blocked: "It cannot run here",
    warnings: "Before you start",
  },
  settings: "Settings",
  /** Of fields by analysis; English takes them from the catalog. */
  parameters: {} as Readonly<Record<string, Readonly<Record<string, string>>>>,
  settingsChanged: (names: readonly string[]) => `Changed: ${names.join(", ")}`,
  missing: {
    prompt: "Write a prompt with {} where the subject stands.",
    subject: "Write the subject: what the fact is about.",
    answer: "Write the answer that should be followed.",
    other:
      "Write another subject of the same kind, with another answer and as many tokens. The two prompts are compared.",
    facts: "Write facts.",
  } as Readonly<Record<string, string>>,
  sides: {
    label: "Version",
    base: "Before the edit",
    version: "After the edit",
    both: "Both",
    difference: "Difference",
    looksAt: "The edit",
    looksAtModel: "The model before any edit",
    toHistory: "Show it in History",
  },
  ask: {
    title: "Prompt",
    others: {
      found: "Found for you: of the same relation, with another answer and as many tokens.",
      looking: "Looking for one among the facts that the model knows.",
      none: "None was found among the facts that the model knows. Write one.",
    } as Readonly<Record<string, string>>,
    reset: "Back to the edit's prompt",
    chat: "This edit was made in a conversation. Here its prompt is read as plain text.",
  },
  fields: {
    prompt: {
      label: "Prompt",
      hint: "Write {} where the subject stands.",
      missing: "Write {} where the subject stands.",
    },
    subject: { label: "Subject", hint: "What the fact is about." },
    answer: { label: "Answer", hint: "Its first token is followed through the layers." },
    old: { label: "Answer before", hint: "Followed too, where there was another." },
    other: { label: "Other subject", hint: "With another answer and as many tokens." },
  },
  axes: { layer: "Layer", token: "Token", head: "Head" },
  followed: "Answer that is followed",
  read: { state: "Layer", likeliest: "Likeliest", probability: "Probability", rank: "Rank" },
  /** Of analyses; English takes them from the catalog. */
  names: {} as Readonly<Record<string, { readonly name: string; readonly summary: string }>>,
  lens: {
    title: "What each layer would say",
    embedding: "embed",
    layer: (layer: number) => String(layer),
    first: (answer: string, state: number, stays: boolean) =>
      stays
        ? `"${answer}" is the likeliest word at the last token from ${afterState(state)} on.`
        : `"${answer}" first becomes the likeliest word at the last token after ${afterState(state)}.`,
    never: (answer: string) => `"${answer}" is never the likeliest word at the last token.`,
    says: (answer: string, share: string) => `At the end the model says "${answer}" (${share}).`,
    differenceSays: (answer: string, token: string, state: number, share: number) =>
      `The edit changes "${answer}" most at "${token}" after ${afterState(state)}: ${points(share)}.`,
    noDifference: (answer: string) => `The edit changes the probability of "${answer}" nowhere.`,
    cell: (token: string, state: number) => `After "${token}", ${afterState(state)}`,
    rank: (answer: string, rank: number) => `${answer}: rank ${rank + 1}`,
    note: "Each cell is what the model would say if that layer were its last: the final norm and the unembedding read the layer's state with its own statistics. The last layer is on top. A stronger color is a more certain word; outlined cells say the answer.",
    differenceTitle: (answer: string) => `Change of the probability of "${answer}"`,
  },
  trace: {
    summary: (answer: string, high: string, low: string) =>
      `The model says "${answer}" with ${high}. With noise on the subject ${low} of it is left.`,
    best: (kind: string, token: string, layer: number, share: string) =>
      `Restoring ${kind} at "${token}" in layer ${layer} brings back most: ${share}.`,
    proposed: (layer: number) => `The MLP at the last subject token matters most in layer ${layer}.`,
    use: (layer: number) => `Use layer ${layer} in Edit`,
    kinds: { state: "Hidden state", mlp: "MLP", attention: "Attention" },
    kindsInText: { state: "the hidden state", mlp: "the MLP", attention: "attention" },
    cell: (token: string, layer: number) => `"${token}", layer ${layer}`,
    restored: "Probability, restored",
    effect: "Beyond noise",
    change: "Change by the edit",
    note: (window: number) =>
      `Rows are tokens, those of the subject set off; columns are layers. The color begins at what noise leaves and ends at what the model says. MLP and attention are restored in ${window === 1 ? "one layer" : `${window} layers`} around the column's. A high number shows that restoring is enough here, not that the fact is stored there.`,
  },
  circuit: {
    says: (edges: number, all: string, nodes: number, answer: string, other: string) =>
      `${edges} of ${all} edges between ${nodes} nodes carry what tells "${answer}" from "${other}".`,
    keeps: (share: string, size: number, random: string) =>
      `Run alone, the strongest ${size} keep ${share} of it, a random circuit of that size ${random}.`,
    saysBoth: (kept: number, lost: number, gained: number) =>
      `The edit keeps ${kept} edges of the circuit, ${lost} are lost, and ${gained} are new.`,
    size: "Size: edges before pruning",
    sizeOf: (size: number, left: string) => `${size} chosen, ${left} left after pruning`,
    drawings: { boxes: "Circuit", whole: "Whole model", table: "Table" },
    drawing: "Drawing",
    caption: "The circuit: the input below, the logits on top",
    keys: "Arrow keys step from node to node, Enter pins one.",
    tooMany: (edges: number, most: number) =>
      `${edges} edges are too many for this drawing, which shows at most ${most}. Choose a smaller circuit, or look at the whole model.`,
    full: "Full screen",
    leaveFull: "Leave full screen",
    node: (name: string) => `Node ${name}`,
    nodeHint: "Point at a node, or step to it, to see its strongest edges. Click it to pin it.",
    into: "Strongest edges in",
    out: "Strongest edges out",
    none: "none",
    pins: "Pinned",
    pin: "Pin",
    unpin: "Unpin",
    name: "Name",
    rename: (node: string) => `Name of ${node}`,
    groups: "Groups",
    group: (nodes: readonly string[]) => nodes.join(", "),
    groupPinned: "Group the pinned nodes",
    groupName: (count: number) => `Group ${count}`,
    ungroup: (name: string) => `Take group ${name} apart`,
    suggested: "Nodes that read and write alike",
    accept: "Group them",
    similarity: (share: string) => `alike to ${share}`,
    states: { kept: "kept", lost: "lost", new: "new" },
    legend: {
      supports: "supports the answer",
      opposes: "works against it",
      kept: "in both",
      lost: "lost by the edit",
      new: "new after the edit",
    },
    tell: (name: string, into: number, out: number) => `${name}, ${into} edges in, ${out} edges out`,
    tellState: (state: string) => `, ${state}`,
    tellPinned: ", pinned",
    from: "From",
    to: "To",
    port: "Port",
    score: "Score, logits",
    before: "Before",
    after: "After",
    state: "State",
    table: (count: number) => `${count} edges, the strongest first`,
    note: "An edge leads from what one part writes to what a later part reads. Edges are scored by how much the difference of the two answers would change if the other prompt's activation went along the edge, and a circuit grows from the logits down by the strongest. Pruning drops what leads from or to nowhere.",
    saveReference: "Save as circuit JSON (reference)",
    saveMib: "Save as score JSON (MIB)",
    saveNeuronpedia: "Save as attribution graph (Neuronpedia)",
    sameAnswers: "Each version is followed in the answer that it gives itself.",
    measuredOf: (all: string, answer: string) =>
      `The whole graph has ${all} edges; raw weights, no folding; the answer is "${answer}".`,
    method: (method: string) => `Edges scored by ${method}`,
  },
  tables: {
    says: "What was found, in numbers.",
  },
};
