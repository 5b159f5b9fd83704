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
    facts:
      "This analysis needs many facts of the prompt's relation, and none were found among those that the model knows.",
    version: "This analysis compares a version with the model before it. Make an edit and keep it first.",
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
    fit: (rows: number, texts: string, from: string, to: string) =>
      `This lens was fitted over ${rows} rows of ${texts}; its convergence number went from ${from} to ${to}.`,
    differenceTitle: (answer: string) => `Change of the probability of "${answer}"`,
  },
  trace: {
    summary: (answer: string, high: string, low: string, other: string | undefined) =>
      `The model says "${answer}" with ${high}. With ${other === undefined ? "noise on the subject" : `"${other}" as the subject`} ${low} is left.`,
    best: (kind: string, token: string, layer: number, share: string) =>
      `Restoring ${kind} at "${token}" in layer ${layer} brings back most: ${share}.`,
    proposed: (layer: number) => `The MLP at the last subject token matters most in layer ${layer}.`,
    use: (layer: number) => `Use layer ${layer} in Edit`,
    kinds: { state: "Hidden state", mlp: "MLP", attention: "Attention" },
    kindsInText: { state: "the hidden state", mlp: "the MLP", attention: "attention" },
    cell: (token: string, layer: number) => `"${token}", layer ${layer}`,
    restored: "Probability, restored",
    effect: "Beyond the disturbed run",
    change: "Change by the edit",
    note: (window: number) =>
      `Rows are tokens, those of the subject set off; columns are layers. The color begins at what the disturbed subject leaves and ends at what the model says. MLP and attention are restored in ${window === 1 ? "one layer" : `${window} layers`} around the column's. A high number shows that restoring is enough here, not that the fact is stored there.`,
  },
  traceAverage: {
    says: (cases: number, high: string, low: string) =>
      `Over ${cases} facts the model says the answer with ${high}, and with ${low} once the subject is disturbed.`,
    best: (kind: string, layer: number, effect: string) =>
      `At the subject's last token, restoring ${kind} in layer ${layer} brings back most: ${effect} points.`,
    axis: "Layer",
    roles: {
      "first subject": "subject, first token",
      "middle subject": "subject, between",
      "last subject": "subject, last token",
      "first after": "first token after",
      further: "further tokens",
      last: "last token",
    } as Readonly<Record<string, string>>,
    disturbed: "disturbed",
    note: (window: number, how: "noise" | "replacement", leftOut: number, alone: number) =>
      `Mean probability of the answers with one activation restored; bands are 95 % of the mean. MLP and attention are restored in ${window === 1 ? "one layer" : `${window} layers`} around the layer. The subject is ${how === "noise" ? "disturbed by noise" : "replaced by another of the relation with as many tokens and another answer"}. ${leftOut} facts are left out because the model does not know them${alone > 0 ? `, and ${alone} because no other subject has as many tokens` : ""}.`,
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
    zoom: { label: "Zoom", closer: "Closer", farther: "Farther", whole: "The whole circuit" },
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
  attribution: {
    says: (answer: string, part: string, logits: string, whole: string) =>
      `${part} writes most for "${answer}": ${logits} of its logit of ${whole}.`,
    question: (answer: string) => `Which parts write "${answer}"?`,
    unit: "logits",
    logits: "Logits",
    sources: (answer: string) => `Which tokens the strongest heads read for "${answer}"`,
    note: (sum: string, logit: string, weights: string) =>
      `The parts sum to ${sum}, the model's logit is ${logit}; weights are ${weights}. Heads are a layer.head, MLPs m layer. What a part writes is read through the final norm at the last token.`,
  },
  neurons: {
    says: (count: number, answer: string, before: string, suppressed: string, random: string) =>
      `${count} neurons carry "${answer}": without them its probability goes from ${before} to ${suppressed}; without as many others of the same layers it is ${random}.`,
    most: (layer: number, count: number) => `Most are in layer ${layer}: ${count}.`,
    changes: "Probability of the answer when these neurons are changed",
    thisFact: "this fact",
    asIs: "as it is",
    suppressed: "suppressed",
    enhanced: "doubled",
    random: "as many others suppressed",
    list: (shown: number, total: number) => `The strongest ${shown} of ${total} neurons`,
    neuron: "Neuron",
    score: "Score",
    browse: "What it does",
    active: (layer: number, neuron: number, share: string, texts: number) =>
      `Neuron ${neuron} of layer ${layer} is active at ${share} of the tokens of ${texts} texts.`,
    excited: "Excited by",
    promotes: "Promotes",
    suppresses: "Suppresses",
  },
  heads: {
    says: (answer: string, mover: number, relation: number, mixture: number) =>
      `For "${answer}", ${mover} heads are movers, ${relation} relation heads, and ${mixture} both, as far as removing them shows.`,
    worst: (head: string, nats: string, says: string) =>
      `Without ${head} the answer loses most, ${nats} nats; the model then says "${says}".`,
    nothingLost: "No single head is missed.",
    coloredBy: "Colored by",
    measures: {
      effect: "Nats lost without it",
      subject: "Attention on the subject",
      relation: "Attention on the relation's words",
      fromSubject: "Written from the subject, logits",
      fromRelation: "Written from the relation, logits",
      previous: "On the previous token",
      duplicate: "On the same token before",
      induction: "Behind the same token before",
    },
    roles: { mover: "mover head", relation: "relation head", mixture: "mixture head" },
    hasRole: (role: string, isConfirmed: boolean) =>
      `By what it reads and writes, a ${role}; removing it ${isConfirmed ? "confirms that" : "does not confirm that"}.`,
    noRole: "No mover or relation head.",
    without: (nats: string, says: string) =>
      `Without it log p of the answer changes by ${nats} nats, and the model says "${says}".`,
    looksAt: "Looks at, from the last token",
    writes: "Words that it writes",
    pattern: (head: string) => `Attention of ${head} over the whole prompt`,
    ablations: {
      zero: "set to zero",
      mean: "set to its mean over the prompt",
      corrupt: "given the other subject's values",
      none: "never removed",
    },
    note: (ablation: string) =>
      `Layers by heads, the last layer on top. Outlined heads have a confirmed role. A head that is removed is ${ablation}. Movers read the subject and write the answer; relation heads read the relation's words and write answers of its kind.`,
  },
  attention: {
    title: (head: string) => `Attention of ${head}`,
    says: (head: string, previous: string, duplicate: string, induction: string) =>
      `Head ${head} puts ${previous} of its attention on the token before, ${duplicate} on earlier occurrences of the same token, and ${induction} right behind these.`,
    from: "From",
    to: "To",
    share: "Attention",
    cell: (from: string, to: string) => `"${from}" to "${to}"`,
    note: "Each row is a token and adds up to 100 % over itself and the tokens before it.",
  },
  patch: {
    source: "Source: the other subject",
    target: "Target: the subject",
    patched: "Target, patched",
    part: "What is taken over",
    parts: { state: "State", mlp: "MLP", attention: "Attention", head: "Head" },
    partsInText: { state: "the state", mlp: "the MLP's output", attention: "attention's output" },
    how: "Drag a cell of the source onto the target, or choose one in each.",
    takenNext: "Now choose a cell of the target.",
    place: (token: string, layer: number) => `"${token}", layer ${layer}`,
    runs: (answer: string, share: string, other: string, otherShare: string) =>
      `The target says "${answer}" (${share}), the source "${other}" (${otherShare}).`,
    says: (part: string, fromLayer: number, from: string, layer: number, to: string) =>
      `With ${part} of the source's layer ${fromLayer} at "${from}" put into layer ${layer} at "${to}",`,
    then: (says: string, share: string, recovered: string) =>
      `the target says "${says}" (${share}): ${recovered} of the way to the source.`,
    answers: "What is said",
    run: "Run",
    probabilityOf: (token: string) => `p(${token})`,
    recovered: "Of the way to the source",
    everywhere: "Try every token and layer",
    grid: (part: string) => `${part} of each cell alone: how far towards the source`,
    note: "Each cell is what its layer would say. Shaded cells cannot change: nothing flows to earlier tokens or down to lower layers. The way is measured by the difference of the two answers' logits.",
  },
  probe: {
    says: (accuracy: string, layer: number, control: string, majority: string) =>
      `${layer < 0 ? "At the embedding" : `After layer ${layer}`} a linear map reads the answer of ${accuracy} of the facts that it was not fitted to. Random answers it would read for ${control}; always saying the commonest answer gives ${majority}.`,
    note: (classes: number, examples: number, subjects: number) =>
      `${classes} answers, ${examples} facts about ${subjects} subjects. State 0 is the embedding. The control gives each subject a random answer: what a probe reads of it, it has learned by heart.`,
    question: "From which layer on can the answer be read?",
    axis: "State",
    accuracy: "Answer",
    control: "Control: random answers",
    majority: "Commonest answer",
  },
  truth: {
    says: (area: string, layer: number) =>
      `${layer < 0 ? "At the embedding" : `After layer ${layer}`} true statements are told from false ones with an area under the curve of ${area}; 0.5 is chance.`,
    note: (statements: number, leftOut: string) =>
      `${statements} statements, tested on the ${leftOut} that were left out. State 0 is the embedding. Drawn are areas under the ROC curve, as percent.`,
    question: "From which layer on is truth told apart?",
    logistic: "Logistic regression",
    means: "Difference of means",
  },
  linear: {
    says: (faithful: string, layer: number, causal: string) =>
      `Read after layer ${layer}, one linear map gives the model's answer to ${faithful} of the facts that it was not made from, and moving the subject along it changes the answer of ${causal}.`,
    note: (examples: number, tests: number) => `A map from ${examples} facts, tested on ${tests} others.`,
    question: "Is the relation a linear map of the subject?",
    faithfulness: "Faithfulness",
    causality: "Causality",
    constant: "Its constant part alone",
  },
  relationCircuit: {
    says: (edges: number, nodes: number, build: string, test: string, random: string) =>
      `One circuit of ${edges} edges and ${nodes} nodes has the answer among its first ten for ${build} of the facts that it was made from and ${test} of others; a random one for ${random}.`,
    note: (built: number, tested: number, cpr: string, randomCpr: string, cmd: string) =>
      `Made from ${built} facts, judged on ${tested} others. CPR ${cpr} (random ${randomCpr}), CMD ${cmd}.`,
    question: "How much does a circuit keep, by its size?",
    axis: "Share of all edges",
    circuit: "Circuit",
    random: "Random circuit",
  },
  report: {
    says: (relation: string, facts: number) => `Relation ${relation}, ${facts} facts of each test.`,
    changed: (test: string, measure: string, by: string) =>
      `The edit moves most in ${test}, ${measure}: ${by} points.`,
    caption: "How firmly the relation is held",
    test: "Test",
    measure: "Measure",
    value: "Value",
    examples: "What was asked and said",
    expected: "Expected",
    said: "Said",
    right: "right",
    wrong: "wrong",
    tests: {
      paraphrase: "Other wordings",
      reversal: "The way back",
      "two-hop": "Two steps",
      "context-against-memory": "Context against memory",
      distraction: "Distraction",
      negation: "Negation",
      format: "Form of the question",
      "subject-leak": "Leak to near subjects",
      frequency: "Rare and common subjects",
    } as Readonly<Record<string, string>>,
    measures: {
      "canonical-right": "right in the usual wording",
      "paraphrases-right": "right in other wordings",
      "pairs-equal": "two wordings, one answer",
      "all-right": "right in every wording",
      "answer-entropy-nats": "entropy of the answers, nats",
      "forward-right": "right forwards",
      "reverse-right": "right backwards",
      "wrong-though-both-known": "wrong though both steps are known",
      "right-without-first-step": "right without the first step",
      "memory-kept-1": "memory kept against one passage",
      "right-after-irrelevant": "right after an irrelevant text",
      "right-after-distractor": "right after a distractor",
      "unmoved-by-not": "same answer after “not”",
      "statement-right": "right as a statement",
      "question-right": "right as a question",
      "says-the-other": "says the other's answer",
      "neighbour-right": "neighbour right",
      "rarer-half-right": "right for rarer subjects",
      "commoner-half-right": "right for commoner subjects",
    } as Readonly<Record<string, string>>,
  },
  tables: {
    says: "What was found, in numbers.",
  },
};
