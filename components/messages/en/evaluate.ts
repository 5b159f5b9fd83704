/** Sentences of Evaluate: lifelong runs, one of them, several side by side. */
import { benchmarks } from "./shelf/benchmarks";
import { factuality } from "./shelf/factuality";

export const evaluate = {
  benchmarks,
  factuality,
  empty: {
    title: "No lifelong run yet",
    detail:
      "A lifelong run writes one edit after another into one model. At each checkpoint it shows which edits still hold and which side effects they have.",
  },
  start: {
    open: "Start a lifelong run",
    title: "A lifelong run",
    detail:
      "Edits of facts that the model knows, drawn by the seed, or a list of your own. The run works on the server; this page can be closed.",
    close: "Close without starting",
    method: "Method",
    fields: { edits: "Edits", batch: "Edits a call", seed: "Seed", checkpoints: "Checkpoints" },
    hints: {
      edits: "How many facts are written, from 1 to 10,000.",
      batch: "1 writes one fact on top of another; more are written as one change.",
      seed: "Equal seeds draw equal edits, so that methods can be compared.",
      checkpoints:
        "Numbers of edits after which everything is evaluated; the last edit is always a checkpoint.",
    },
    range: (low: number, high: number) => `A whole number from ${low} to ${high}.`,
    badCheckpoints: "Whole numbers from 1, separated by commas, at most 64.",
    limits: {
      title: "Limits that stop the run",
      detail:
        "A run that crosses a limit pauses. You can then keep the last healthy state or continue the run. An empty limit never stops it.",
      names: {
        norm: "Largest change of a weight",
        entropyLow: "Least entropy",
        entropyHigh: "Largest entropy",
        repetition: "Largest repetition",
        ability: "Least general ability",
        perplexity: "Largest perplexity",
      },
      hints: {
        norm: "As a multiple of the weight's own norm.",
        entropyLow: "Of the next token, as a multiple of the value before the run.",
        entropyHigh: "Of the next token, as a multiple of the value before the run.",
        repetition: "Share of three-token sequences that occurred before in the text, from 0 to 1.",
        ability:
          "Share, from 0 to 1, of the questions answered before the run: 0.8 stops when a fifth is lost.",
        perplexity: "On held-out texts, as a multiple of the value before the run.",
      },
      share: "A number from 0 to 1, or nothing.",
      multiple: "A number above 0, or nothing.",
      every: "Edits between full checks",
      everyHint: "Repetition, general ability and perplexity are measured then, and at checkpoints.",
    },
    oneAtATime: (method: string) => `${method} writes one fact at a time: set edits a call to 1.`,
    estimate: (low: string, high: string, memory: string) =>
      `${low} to ${high} for the edits, plus the checkpoints; about ${memory} of memory.`,
    listTooShort: (n: number) =>
      `The list has ${n} edits. Lower the number of edits, or choose a longer list.`,
    asks: (questions: string, low: string, high: string) =>
      `The run draws facts that this model knows. It was not asked for them on the server yet, so the run first asks ${questions} questions, once: ${low} to ${high}.`,
    knows: (known: string, questions: string) =>
      `Drawn from the ${known} of ${questions} facts of the world that this model knows.`,
    ahead: (duration: string) => `Before the first edit, statistics are computed: about ${duration}.`,
    warnings: "Warnings",
    blockers: "Why it cannot run",
    run: "Start the run",
  },
  timeline: {
    label: "What will happen",
    stretch: (first: number, last: number) => (first === last ? `edit ${first}` : `edits ${first}–${last}`),
    more: (n: number, first: number, last: number) => `edits ${first}–${last}, evaluated ${n} times`,
    evaluate: "evaluate",
    single: "One edit, then every probe is evaluated.",
    batch: (n: number) => `${n} edits are written as one change, then every probe is evaluated.`,
    batches: (n: number, size: number) =>
      `${n} edits in changes of ${size}, each on top of those before. Every checkpoint evaluates all edits so far.`,
    sequential: (n: number) =>
      `${n} edits, each on top of those before. Every checkpoint evaluates all edits so far.`,
  },
  table: {
    title: "Runs",
    caption: "Lifelong runs with their scores after the last checkpoint",
    reading: (shown: number, total: number) =>
      `${shown} of ${total} ${total === 1 ? "run" : "runs"}, scores after the last checkpoint, each over its 95% interval.`,
    pinHint: "Pin two or more to compare them.",
    search: "Search runs",
    method: "Method",
    everyMethod: "Every method",
    state: "State",
    states: { all: "All", open: "Under way", done: "Finished" },
    noneMatch: "No run matches these filters.",
    pinned: "Pinned",
    pin: (name: string) => `Pin ${name} to compare`,
    run: "Run",
    edits: "Edits",
    progress: (done: number, count: number) => (done === count ? String(count) : `${done} of ${count}`),
    perEdit: "An edit",
    kept: "kept",
  },
  run: {
    back: "All runs",
    subtitle: (
      {
        count,
        batchSize,
        seed,
      }: { readonly count: number; readonly batchSize: number; readonly seed: number },
      model: string,
    ) => `${count} ${count === 1 ? "edit" : "edits"} on ${model}, ${batchSize} a call, seed ${seed}`,
    tabsLabel: "Views of the run",
    tabs: { curves: "Over edits", retention: "Retention", health: "Health", record: "Record" },
    pause: "Pause",
    resume: "Resume",
    stop: "Stop",
    goOn: "Continue the run",
    forget: "Forget the run",
    forgetTitle: "Forget this run?",
    forgetDetail: "Its measurements are removed. Versions that were kept of it stay in History.",
    forgotten: "The run was forgotten",
    disconnected: "The server cannot be reached. The run continues there, and its progress will reappear.",
    progress: "Progress of the run",
    /** Phases come from the core in English; other languages say those they know. */
    phase: (text: string) => text,
    lastEdit: "Last edit, by generation",
    leave: "This page can be closed: the run continues, and all its results are saved.",
    nothingYet: "No checkpoint has been evaluated yet.",
  },
  pause: {
    title: "The run stopped by itself",
    reasons: {
      norm: (edits: number) => `After edit ${edits} the change of a weight exceeded its limit.`,
      finite: (edits: number) => `At edit ${edits} numbers were no longer finite.`,
      entropy: (edits: number) => `After edit ${edits} the entropy of the next token was outside its limits.`,
      repetition: (edits: number) => `After edit ${edits} the model mostly repeated itself.`,
      ability: (edits: number) =>
        `After edit ${edits} the model had lost too many answers that no edit concerns.`,
      perplexity: (edits: number) =>
        `After edit ${edits} the perplexity of held-out texts exceeded its limit.`,
    },
    measured: (value: number, limit: number) =>
      `measured ${value.toPrecision(3)}, limit ${limit.toPrecision(3)}`,
    keepHealthy: (edits: number) => `Keep the last healthy version (${edits} edits)`,
    keepJudged: (edits: number) => `Keep the last evaluated version (${edits} edits)`,
    goOn: "Continue anyway",
  },
  keep: {
    open: "Keep a version",
    healthy: "Last healthy state",
    final: "Final state",
    checkpoint: "Checkpoint",
    after: (edits: number) => (edits === 1 ? "1 edit" : `${edits} edits`),
    done: (branch: string) => `Kept at the head of ${branch}`,
  },
  curves: {
    bands: "Bands: 95% intervals. Every checkpoint evaluates all edits so far.",
    immediate: (now: string, later: string) =>
      `Evaluated right after each edit, ${now} of the answers were right; evaluated after the last edit, ${later}.`,
    table: "Everything measured, by checkpoint; small: before the run",
    before: (value: string) => `before ${value}`,
    /** Metrics have notes of their own. */
    notes: {
      perplexity: "On held-out texts.",
      seconds: "Of the method alone, over the ten calls before the checkpoint.",
      bytes: "All overlays so far, merged.",
    } as Readonly<Record<string, string>>,
  },
  notMeasured: {
    short: "not measured",
    sentence: (quantity: string, reason: string) => `${quantity} is not measured. ${reason}`,
    reasons: {
      factsNotAsked:
        "It takes facts that the model knows and that no edit touches, and the model was not asked for them: Library, Statistics, Facts this model knows.",
      noKnownFacts: "The model knows no fact of the world that no edit touches.",
      noTexts: "There are no texts of this model's own to read.",
    },
  },
  health: {
    detail: (every: number) =>
      `Norm and entropy are measured after every call, the others every ${every} edits and at checkpoints. A run stops where a line crosses its limit.`,
    stopsAt: (limits: readonly string[]) => `The run stops at ${limits.join(" and at ")}.`,
    notes: {
      norm: "Largest change of a weight, as a multiple of the weight's own norm.",
      entropy: "Mean over eight fixed texts.",
      repetition: "Share of three-token sequences in a continuation that occurred before.",
      ability: "Share of questions that no edit concerns and the base model answers that are still answered.",
      perplexity: "On held-out texts.",
    } as Readonly<Record<string, string>>,
    noFailures: "Every edit changed something.",
  },
  record: {
    detail: "All settings of the run. A run with the same settings gives the same result, to the byte.",
    caption: "Settings of the run",
    setting: "Setting",
    value: "Value",
    copy: "Copy as JSON",
  },
  retention: {
    group: "Probes",
    none: "The edits of this run have no such probes.",
    whole: "All edits",
    missedLabel: "Edits that do not hold",
    lost: (lost: number, of: number, at: number) =>
      `${lost} of ${of} edits no longer ${lost === 1 ? "holds" : "hold"} in full after ${at}.`,
    neverTook: (n: number) =>
      n === 1
        ? "1 edit never took: it did not answer its own prompt at once."
        : `${n} edits never took: they did not answer their own prompts at once.`,
    replaced: (n: number) =>
      n === 1
        ? "1 edit was replaced: a later edit gave the same fact another target."
        : `${n} edits were replaced: later edits gave the same facts other targets.`,
    named: (edit: number, subject: string) => `${edit} · ${subject}`,
    moreLost: (n: number) => `and ${n} more`,
  },
  case: {
    title: (edit: number, subject: string) => `Edit ${edit}: ${subject}`,
    replacedBy: (edit: number) => `Replaced: edit ${edit} gave the same fact another target.`,
    neverTook: "It did not answer its own prompt right after it was made.",
    previousLost: "Previous lost edit",
    nextLost: "Next lost edit",
    close: "Close the edit",
    at: "Measured after",
    after: (edits: number) => `after ${edits} edits`,
    filter: "Which probes",
    all: "All probes",
    onlyLost: "Only lost",
    keepWithout: "Keep the run without this edit",
    notKept: (asked: number, shown: number) =>
      `The texts after ${asked} edits were not saved. These are the texts after ${shown}.`,
    caption: "Probes of the edit with the model's answers",
    group: "Probe",
    prompt: "Prompt",
    expected: "Expected",
    asBefore: "as before",
    base: "Base model",
    said: "Answer",
    saidAfter: (edits: number) => `Answer after ${edits}`,
    result: "Result",
    held: "holds",
    lost: "lost",
    missed: "never took",
    wasReplaced: "replaced",
    noneLost: "No probe of this edit is lost here.",
    noText: "not saved",
    blank: "(nothing)",
  },
  compare: {
    title: (n: number) => `${n} runs side by side`,
    by: "One chart for each",
    byMetric: "Metric",
    byRun: "Run",
    onlyDifferent: "Only what differs",
    onlyDifferentHint: "Settings that all of these runs share are left out.",
    settings: "Settings of the pinned runs",
    setting: "Setting",
    same: "These runs have the same settings.",
    goals: "Chart of the goals",
    ternary: "Triangle",
    parallel: "Axes",
    ternaryNote:
      "A mark for each checkpoint; the last one is filled. In the middle, all three goals are equal.",
    cost: "Cost",
    seconds: "Time",
    bytes: "Size",
    costNote:
      "After the last checkpoint. Upper left is better: harmonic mean of reliability, generality and locality.",
  },
  export: {
    open: "Export",
    csv: "Numbers as CSV",
    json: "Everything as JSON",
    html: "Report as one HTML file",
    failed: "The file could not be made.",
  },
  report: {
    title: (names: readonly string[]) => `Lifelong editing: ${names.join(", ")}`,
    lead: (at: string) =>
      `Written by Palimpsest, ${at}. Each score has its protocol, n and 95% interval. Protocols are never mixed.`,
    numbers: "Numbers",
    settings: "Settings",
    setting: "Setting",
  },
};
