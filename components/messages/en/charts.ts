/** Sentences of charts: their questions, units and axes, and the frame around them. */
import { catalogNames } from "../catalog-names";
import { ui } from "./ui";

const names = catalogNames("en");

/** What is measured beside the metrics. */
const quantityNames: Readonly<Record<string, string>> = {
  perplexity: "Perplexity",
  ability: "General ability",
  seconds: "Seconds an edit",
  bytes: "Size of the change",
  norm: "Norm of the change",
  entropy: "Entropy of the next token",
  repetition: "Repetition",
};

export const charts = {
  duration: ui.duration,
  frame: {
    unit: (unit: string) => `Unit: ${unit}`,
    role: "chart",
    actions: "Table and export",
    showTable: "Show as a table",
    showChart: "Show as a chart",
    saveSvg: "Save as SVG",
    savePng: "Save as PNG",
    saveCsv: "Save as CSV",
    loading: "Drawing the chart",
    empty: "Nothing to draw yet",
    notSaved: "The chart could not be saved. Its table can be copied instead.",
    failed: "The chart could not be drawn. Its table shows the same numbers.",
    keys: "Left and right arrow keys step through the points.",
    keyToOpen: "Enter opens the details of the point.",
    point: (index: number, total: number, text: string) => `Point ${index} of ${total}. ${text}`,
    none: "none",
  },
  grid: {
    keys: "Arrow keys step through the cells; with Control they go to the edge.",
    keyToSelect: "Enter selects a cell.",
    text: "Cell",
    value: "Value",
  },
  units: {
    fraction: "percent",
    nats: "nats",
    bits: "bits",
    probability: "probability, percent",
    lossAndProbability: "loss in nats, probability in percent",
    norm: "Frobenius norm of the change",
    fractionAndBits: "percent, and bits",
  },
  columns: {
    metric: "Metric",
    method: "Method",
    before: "Before",
    after: "After",
    low: "95% low",
    high: "95% high",
    count: "n",
    step: "Step",
    curve: "Curve",
    value: "Value",
    token: "Token",
    layer: "Layer",
    parameter: "Parameter",
    rank: "Rank",
    norm: "Norm",
    relative: "Share of weight",
  },
  protocols: { "teacher-forced": "teacher-forced", generation: "generated" },
  metric: (id: string) => quantityNames[id] ?? names.metric(id),
  scoreBars: {
    question: (protocol: string) => `How good is the edit, ${protocol}?`,
    n: (n: number) => `n = ${n} ${n === 1 ? "edit" : "edits"}`,
    rowCount: (n: number) => `n = ${n}`,
    ofQuestions: (right: number, of: number) => `${right} of ${of}`,
    right: "Questions passed",
    asked: "Questions",
    notMeasured: "no probes",
    legend:
      "Bar: after; green with ✓ passes, red with ✗ fails. Beside it the questions that pass. Tick: before. Whisker: 95% interval, from two edits on.",
    legendOfSeveral: "Bar: after. Tick: before. Whisker: 95% interval, from two edits on.",
  },
  ripple: {
    question: (subject: string) => `What followed, what held, what broke around ${subject}?`,
    unit: "facts near the edit",
    n: (n: number) => `n = ${n} ${n === 1 ? "fact" : "facts"}`,
    subject: "Edited fact",
    number: "No.",
    class: "Class",
    fact: "Fact",
    outcome: "Outcome",
    classes: { must: "must change", mustNot: "must not change", may: "may change" },
    outcomes: {
      followed: "followed",
      didNotFollow: "did not follow",
      held: "held",
      broke: "broke",
      stayed: "stayed",
      changed: "changed",
    },
    legend:
      "Diamond: must change. Circle: must not. Square: may change. ✓ as it should be, ✗ not, ~ either is fine.",
  },
  lossCurves: {
    question: "Does the loss fall?",
    n: (n: number) => `n = ${n} ${n === 1 ? "step" : "steps"}`,
    loss: "Loss, nats",
    probability: "Probability of the target",
    step: "Step",
    curve: (id: string) => curveName(id),
  },
  nextTokenBars: {
    question: (prompt: string) => `What comes next after “${prompt}”?`,
    n: (n: number) => `n = ${n} ${n === 1 ? "token" : "tokens"}`,
  },
  effectByLayer: {
    question: "Where does the model decide these facts?",
    unit: "difference of the answer's probability, percent",
    n: (n: number) => `n = ${n} ${n === 1 ? "fact" : "facts"}`,
    kinds: { mlp: "MLP restored", attention: "Attention restored", state: "State restored" },
    part: "Part",
    effect: "Indirect effect",
  },
  answerByLayer: {
    question: "When does the answer appear at the last token?",
    n: (n: number) => `n = ${n} ${n === 1 ? "state" : "states"}`,
    embedding: "embed",
    answer: "Answer",
    state: "State",
    probability: "Probability",
    rank: "Rank",
  },
  curvesByLayer: {
    n: (n: number) => `n = ${n} ${n === 1 ? "point" : "points"}`,
  },
  partBars: {
    n: (n: number) => `n = ${n} ${n === 1 ? "part" : "parts"}`,
    part: "Part",
  },
  deltaNorms: {
    question: "Which weights moved, and how far?",
    n: (n: number) => `n = ${n} ${n === 1 ? "weight" : "weights"}`,
    layer: (layer: number) => `layer ${layer}`,
    noLayer: "no layer",
    share: (percent: string) => `${percent} of the weight`,
  },
  methodComparison: {
    question: (protocol: string) => `Which method does it best, ${protocol}?`,
    n: (n: number) => `n = ${n} ${n === 1 ? "method" : "methods"}`,
    legend: "Dot: after, on its 95% interval. Tick: before. Click a dot to see its probes.",
  },
  overEdits: {
    ofQuantity: (quantity: string, protocol: string | null) =>
      `${quantity} with more edits${protocol ? `, ${protocol}` : ""}?`,
    ofRun: (run: string, protocol: string | null) =>
      `${run} with more edits${protocol ? `, ${protocol}` : ""}?`,
    units: {
      fraction: "percent",
      bits: "bits",
      nats: "nats",
      bytes: "bytes",
      seconds: "seconds",
      number: "plain number",
    },
    n: (n: number) => `n = ${n} ${n === 1 ? "measurement" : "measurements"}`,
    edits: "Edits",
    run: "Run",
    after: (edits: number) => `after ${edits} ${edits === 1 ? "edit" : "edits"}`,
    references: { before: "before", limit: "limit" },
  },
  retention: {
    question: (metric: string, protocol: string) => `Which old edits were lost? ${metric}, ${protocol}`,
    n: (n: number) => `n = ${n} ${n === 1 ? "edit" : "edits"}`,
    edit: "Edit",
    measuredAfter: "Measured after",
    after: (edits: number) => `after ${edits}`,
    cell: (edit: string, after: number) => `Edit ${edit}, measured after edit ${after}`,
    neverTook: "Never took",
    replaced: "Replaced",
    legend:
      "Filled: holds. Pale with a cross: lost. With a ring: never took. Outlined: replaced by a later edit. Open a cell to see its texts.",
    legendMany:
      "Filled: holds. Pale: lost or never took. Outlined: replaced by later edits. Open a cell to see its edits one by one.",
  },
  threeGoals: {
    question: (protocol: string) => `Which goal pays for which, ${protocol}?`,
    unit: "share of the three, percent; mark size: their mean",
    n: (n: number) => `n = ${n} ${n === 1 ? "run" : "runs"}`,
    frame: "Triangle",
  },
  parallelGoals: {
    question: (protocol: string) => `How do the runs trade their goals, ${protocol}?`,
  },
  costQuality: {
    questions: {
      seconds: (protocol: string) => `What does quality cost in time, ${protocol}?`,
      bytes: (protocol: string) => `What does quality cost in size, ${protocol}?`,
    },
    units: { seconds: "percent, over seconds an edit", bytes: "percent, over bytes" },
    balance: "Balance of the three goals",
  },
  kinshipGain: {
    questions: {
      signed: "Does kinship tell the gain of a merge?",
      absolute: "Does kinship tell how much a merge changes?",
    },
    unit: "percentage points over the parents' mean",
    n: (n: number) => `n = ${n} ${n === 1 ? "merge" : "merges"}`,
    merge: "Merge",
    gain: "Gain, points",
    error: "Standard error",
  },
  generations: {
    question: "How far does each strategy come?",
    unit: "percent, best mean of the tasks so far",
    n: (n: number) => `n = ${n} ${n === 1 ? "generation" : "generations"}`,
    strategy: "Strategy",
    generation: "Generation",
    best: "Best so far",
    kinship: "Mean kinship",
  },
  calibration: {
    question: "Is it as often right as it is sure?",
    unit: "share of answers that are right, percent; numbers at the points are answers",
    n: (n: number) => `n = ${n} ${n === 1 ? "answer" : "answers"}`,
    version: "Version",
    confidence: "Mean confidence",
    right: "Right",
    answers: "Answers",
  },
  popularity: {
    question: "What is known of little-known things?",
    unit: "share of questions answered rightly, percent",
    n: (n: number) => `n = ${n} ${n === 1 ? "question" : "questions"}`,
    how: "Asked",
    popularity: "Popularity from",
    right: "Right",
    low: "Low end of 95%",
    high: "High end of 95%",
    questions: "Questions",
  },
  convergence: {
    question: "Has it converged?",
    unit: "estimated relative error, percent",
    n: (n: number) => `n = ${n} ${n === 1 ? "point" : "points"}`,
    samples: "Samples",
    error: "Estimated error",
  },
  probabilityShift: {
    question: "What should not have changed?",
    n: (n: number) => `n = ${n} ${n === 1 ? "probe" : "probes"}`,
    group: "Probes of",
    prompt: "Prompt",
    legend: "Probability of the expected answer. Dashed: unchanged. Neighbours belong on the line.",
  },
  parameterSweep: {
    question: (parameter: string, method: string, protocol: string) =>
      `How does ${parameter} affect ${method}, ${protocol}?`,
    unit: (parameter: string) => `percent, over ${parameter}`,
    n: (n: number) => `n = ${n} ${n === 1 ? "value" : "values"}`,
    legend:
      "Bands: 95% intervals. The vertical line marks the value whose verdict is open. Click a point to open its verdict.",
  },
};

function curveName(id: string): string {
  const known: Readonly<Record<string, string>> = {
    lossNats: "total",
    targetLossNats: "target",
    nllNats: "target",
    klNats: "KL on “is a” prompt",
    decayNats: "decay",
    probability: "probability",
    targetProbability: "probability",
  };
  return (
    known[id] ??
    id.replace(/Nats$/, "").replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  );
}
