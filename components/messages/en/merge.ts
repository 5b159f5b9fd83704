/** Sentences of the Merge place. */
import type { RecipeProblem } from "@/lib/merge";

type Problem = Pick<RecipeProblem, "code" | "values" | "what" | "remedy">;

const TASKS: Readonly<Record<string, string>> = {
  landmarks: "landmarks",
  cities: "cities",
  authors: "authors",
  products: "products",
  people: "people",
  corrections: "corrected facts",
  kept: "old facts",
};

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many);

export const merge = {
  parts: {
    label: "What to do with models",
    recipe: "Recipe",
    kinship: "Kinship",
    evolution: "Evolution",
    edits: "Two branches",
  },
  task: (id: string): string => TASKS[id] ?? id,
  siblings: {
    learnt: (tasks: readonly string[], from: string | undefined) =>
      `learnt ${tasks.join(", ")}${from ? `, after ${from}` : ""}`,
  },
  metrics: {
    pcc: "PCC",
    cosine: "Cosine",
    distance: "Distance",
    signAgreement: "Equal signs",
    overlap: "Overlap",
  },

  form: {
    title: "Recipe",
    operator: "Operator",
    models: "Models",
    noModels: "No model yet.",
    add: "Add a model",
    remove: (model: string) => `Remove ${model}`,
    base: "Base model",
    noBase: "None",
    isBase: "base",
    unknown: "not here",
    required: "required",
    notANumber: "Write a number, or numbers separated by commas, which then run over the layers.",
    ofModel: (parameter: string, model: string) => `${parameter} of ${model}`,
    kinds: {
      model: "As trained",
      sibling: "Sibling",
      branch: "Branch",
      version: "Version",
      other: "Other model",
    },
    baseUse: {
      required: "The models' differences are taken from it. It is not merged itself.",
      optional: "With one, differences from it are merged; without, the models themselves.",
      end: "One of the two models: the end at which t is 0.",
      listed: "It lends its settings and tokenizer, and counts only if it is listed as a model.",
    },
    /** The core's own words serve in English. */
    parameter: (() => undefined) as (operator: string, id: string) => string | undefined,
    operatorSummary: (id: string): string | undefined => (id === "" ? id : undefined),
    inYaml: "This recipe has slices, which the form does not show. Change it as YAML.",
    unreadable: "The form returns when the YAML can be read.",
    examples: "Start from an example",
    example: {
      slerp: "Halfway between two siblings",
      ties: "Three siblings, signs elected",
      dare: "Three siblings, thinned at random",
      arithmetic: "Two differences added",
    },
  },
  yaml: {
    label: "As YAML",
    hint: "The format of mergekit, read and written. Form and text are the same recipe.",
    copy: "Copy",
    copied: "Recipe copied",
  },
  problems: {
    title: "Check of the recipe",
    checking: "Checking…",
    none: "The check found nothing wrong.",
    /** The core's own words serve in English. */
    said: ({ what, remedy }: Problem): readonly [what: string, remedy: string] => [what, remedy],
    line: (line: number) => `Line ${line}:`,
    error: "Error",
    warning: "Warning",
  },
  arithmetic: {
    title: "The arithmetic of one tensor",
    tensor: "Tensor",
    show: "Show it",
    shape: "Shape",
    detail: "What this recipe does to the weight that you choose.",
    failed: "It can be shown when the recipe has no errors.",
    slerpLinear: (cosine: string) =>
      `The models point the same way (cosine ${cosine}, above 0.9995), so the arc is a straight line: linear interpolation ran.`,
    slerpArc: (cosine: string) =>
      `The models are at an angle (cosine ${cosine}), so the arc between them ran.`,
    sum: (terms: string) => `result = ${terms}`,
  },

  run: {
    merge: "Merge",
    again: "Merge again",
    cancel: "Cancel",
    fixFirst: "Mend the recipe first.",
    preparing: "Making versions of the siblings…",
    where: { browser: "in this tab", server: "on the server" },
    step: (step: number, steps: number) => `${step} of ${steps}`,
    starting: "Starting…",
    queued: "Waiting for its turn",
    cancelled: "Cancelled. Nothing was kept.",
  },
  result: {
    title: "Result",
    empty: "Nothing merged yet",
    running: "The scores of the child and its parents stand here when the merge ends.",
    emptyDetail:
      "Check the recipe and press Merge. The child is asked the same questions as its parents, and nothing is kept until you say so.",
    gain: (points: string, error: string) => `${points} ± ${error} points over the parents' mean`,
    verdicts: {
      better: "Better than both parents.",
      between: "Better than the parents' mean, and not than the best parent.",
      worse: "Worse than the parents' mean.",
      tie: "No difference from the parents' mean beyond two standard errors.",
    },
    tasks: "Right answers by task",
    task: "Task",
    child: "Child",
    mean: "Mean",
    asked: (n: number) => `n = ${n}`,
    noTasks: "No tasks are shipped for this model, so the child was not measured.",
    facts: (operator: string, models: number, tensors: number, seconds: string) =>
      `${operator} of ${models} models · ${tensors} tensors · ${seconds}`,
    changed: (relative: string) => `‖child − base‖ / ‖base‖ ${relative}`,
    kinship: (value: string) => `Kinship of the parents (PCC) ${value}`,
    reproducible: "The same recipe gives the same bytes: fingerprint",
    keep: "Keep as a version",
    branch: "Branch",
    branchHint: "It begins at the first parent. Undo leads back there.",
    branchFault: "A branch name has lowercase letters, digits, dots, hyphens and underscores.",
    reason: "Reason",
    kept: "Kept. It stands in History with all of its parents.",
    openHistory: "Open in History",
    compare: (parent: string) => `Compare with ${parent}`,
    undo: "Undo",
    undone: "Undone: the branch is at the first parent again.",
    discard: "Discard",
  },

  kinship: {
    title: "Kinship",
    detail:
      "How alike the changes of two models are. Close kin have little to give each other; the size of a gain shows in the kinship before a merge.",
    models: "Models",
    choose: "Models to compare",
    measure: "Measure",
    empty: "Not measured yet",
    emptyDetail: "Choose models and measure: every pair in one pass, by tensor, by layer and as a whole.",
    tooFew: "Choose two models or more.",
    model: "Model",
    pair: "Pair",
    layer: "Layer",
    metric: "Metric",
    matrix: (metric: string) => `${metric} of all pairs, best model first`,
    matrixSays: (n: number, mean: string, metric: string) =>
      `${n} models in the order of their mean score. Mean ${metric} of all pairs: ${mean}.`,
    bands: {
      initial: "Up to about 0.3: fine-tuned siblings of one base",
      improving: "0.7 to 0.9: in the middle of an evolution",
      saturated: "Above 0.9: saturated, merging again changes little",
    },
    groups: { initial: "initial", improving: "improving", saturated: "saturated" },
    byLayer: (metric: string) => `${metric} of each pair by layer`,
    norms: "How far each model moved, by layer",
    normsSays: "‖δ‖ as a share of the base's own norm.",
    score: "Mean score",
    scatterNote: (correlation: string, n: number) =>
      `Correlation ${correlation} over ${n} merges. Dashed: regression.`,
    absolute: "Size of the gain",
    signed: "Gain",
    scatterEmpty: "Merges of an evolution appear here, each with the kinship of its parents.",
    expected: (gain: string, scatter: string, kinship: string) =>
      `At a kinship of ${kinship} the merges so far changed the score by about ${gain} ± ${scatter} points.`,
  },

  evolution: {
    title: "Evolution",
    detail:
      "Merge, measure, keep the best, and merge again. With kinship, each generation also tries the model that is least related to the best.",
    founders: "Founders",
    strategy: "Strategies",
    strategies: {
      greedy: "Top-k greedy",
      "greedy-kinship": "Top-k greedy with kinship",
      random: "Random pairs",
      "cma-es": "CMA-ES over the recipe",
    } as Readonly<Record<string, string>>,
    strategyHints: {
      greedy: "All pairs of the best models.",
      "greedy-kinship": "The same, and the least related model is merged with the best.",
      random: "As many pairs, drawn at random: the baseline.",
      "cma-es": "Searches the numbers of one recipe.",
    } as Readonly<Record<string, string>>,
    searched: "What CMA-ES searches",
    searches: {
      task_arithmetic: "Weights of the differences",
      ties: "Weights and densities, signs elected",
      dare_ties: "Weights and densities, thinned at random",
    },
    searchedHint: (numbers: number, children: number) =>
      `${numbers} numbers; ${children} children a generation, a quarter of the questions first.`,
    top: "Best models kept (k)",
    generations: "Generations",
    budget: "Merges at most",
    noBudget: "no limit",
    stopAt: "Stop at kinship",
    stopAtHint: "Mean of the best models; empty: never.",
    stopAtFault: "Write a number from −1 to 1, or leave it empty.",
    range: (low: number, high: number) => `Write a whole number from ${low} to ${high.toLocaleString("en")}.`,
    seed: "Seed",
    start: (n: number) => plural(n, "Start the evolution", `Start ${n} evolutions`),
    cancel: "Cancel",
    remove: "Put away",
    waiting: "Waiting for its turn",
    survives:
      "Runs on the server. It goes on when this page is closed, and where it was when the server restarts.",
    tree: "Family tree",
    treeSays:
      "Each column is a generation, the best of each on top. Choose a model to see where it came from.",
    generation: (n: number) => (n === 0 ? "Founders" : `Generation ${n}`),
    chosen: (name: string) => `About ${name}`,
    parents: "Parents",
    kinshipOf: "Kinship of the parents",
    scoreOf: "Mean score",
    gainOf: "Gain",
    asked: "Asked",
    fewQuestions: "a quarter of the questions, so it is not ranked among the others",
    stage: "Stage",
    stages: { initial: "initial", improving: "improving", saturated: "saturated" },
    best: (name: string, score: string) => `Best: ${name}, ${score}`,
    ended: {
      unchanged: "Ended: the best models stayed the same.",
      kinship: "Ended: the best models are nearly the same, so further merges change little.",
      generations: "Ended after its generations.",
      budget: "Ended: its merges are used up.",
    } as Readonly<Record<string, string>>,
    keep: {
      title: "Keep the children",
      detail:
        "Every child that was asked everything becomes a version with its parents. A branch begins at the best.",
      branch: "Branch",
      action: "Keep as versions",
      kept: (n: number, branch: string) =>
        `${plural(n, "1 version", `${n} versions`)} kept; ${branch} begins at the best.`,
      history: "Open in History",
    },
    none: "No evolution yet",
    noneDetail:
      "Choose strategies and start. Each child becomes data with its parents, its kinship and its score.",
    needTasks: "Evolutions need tasks to measure by, and none are shipped for this model.",
  },

  edits: {
    title: "Merge the edits of two branches",
    detail:
      "The edits of both branches on one model. Where they say different things of the same fact you are asked; nothing is averaged.",
    ours: "Branch",
    oursHint: "It gets the merged version.",
    result: "The two branches",
    theirs: "With branch",
    choose: "Choose a branch",
    chooseTitle: "No second branch yet",
    chooseDetail: "Choose the branch whose edits shall come to this one.",
    ancestor: (title: string) => `Both come from ${title}.`,
    kinship: (cosine: string) => `Cosine of what the two changed: ${cosine}.`,
    added: (n: number, branch: string) =>
      n === 0
        ? `Nothing comes from ${branch}: it has no edit that is not here`
        : plural(n, `1 version comes from ${branch}`, `${n} versions come from ${branch}`),
    takenOut: (n: number, branch: string) =>
      plural(n, `1 version goes: ${branch} took it out`, `${n} versions go: ${branch} took them out`),
    conflicts: (n: number) => plural(n, "1 fact is said differently", `${n} facts are said differently`),
    noConflicts: "No fact is said differently.",
    conflict: (prompt: string) => `What shall hold for “${prompt}”?`,
    losesAll: (n: number, target: string) =>
      `The version that says ${target} has ${n} edits; all of them stay out.`,
    ask: "Answer every contradiction first.",
    merge: "Merge the branches",
    mergeSays: "Nothing is kept yet: first the merged model is asked what both branches taught.",
    asking: "Asking the merged model what both branches taught…",
    recheck: "What the merged model says",
    holding: (n: number, all: number) =>
      n === all ? plural(all, "The edit holds.", `All ${all} edits hold.`) : `${n} of ${all} edits hold.`,
    probesHold: (n: number, all: number, held: number) =>
      `${n} of ${all} other probes are right; ${held} were when each edit was made.`,
    unasked: (n: number) =>
      plural(n, "1 more edit was not asked about.", `${n} more edits were not asked about.`),
    from: (branch: string) => `Taught on ${branch}`,
    right: (n: number, all: number) => `${n}/${all} probes`,
    missed: (n: number, lost: number) =>
      `${plural(n, "1 probe is not right", `${n} probes are not right`)}, ${
        lost === 0 ? "none of them lost by the merge" : `${lost} of them lost by the merge`
      }`,
    saysNot: (text: string, wanted: string) => `says “${text}” and not “${wanted}”`,
    says: (text: string) => `says “${text}”`,
    saysNothing: "says nothing",
    lostByMerge: "(lost by the merge)",
    holds: "holds",
    lost: "does not hold",
    keep: (branch: string) => `Keep on ${branch}`,
    nothingKept: "Nothing is kept until you say so.",
    discard: "Discard",
    reason: (branch: string) => `Merged with ${branch}`,
    kept: (branch: string) => `Kept on ${branch}. These answers are stored with the version.`,
    undo: "Undo",
    undone: (branch: string) => `Undone: ${branch} stands where it was.`,
    fewBranches: "One branch so far",
    fewBranchesDetail: "Start a second branch in History, and make edits on both.",
    history: "Open History",
  },
};
