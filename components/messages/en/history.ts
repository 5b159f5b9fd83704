/** Sentences of the History place. */
import { ui } from "./ui";
const SIBLINGS: Readonly<Record<string, string>> = {
  traveller: "Traveller",
  reader: "Reader",
  trader: "Trader",
  guide: "Guide",
  librarian: "Librarian",
  editor: "Editor",
  "travelled-reader": "Travelled reader",
};

export const history = {
  toolbar: {
    label: "History actions",
    undo: "Undo",
    redo: "Redo",
    undoHint: (what: string) => `Step back from “${what}”`,
    redoHint: (what: string) => `Step forward to “${what}”`,
    nothingToUndo: "This branch points to the checkpoint: there is nothing to undo.",
    nothingToRedo: "Nothing was undone on this branch.",
    branch: "Branch",
    newBranch: "New branch",
    importVersion: "Import",
    importHint: "Keep an exported version file as a new version on this branch",
    importing: "Importing…",
    versions: (n: number) => plural(n, "1 version", `${n.toLocaleString("en")} versions`),
  },

  graph: {
    label: "Versions, newest first",
    keys: "Arrow keys move through the versions, Home and End go to the newest and the oldest.",
    head: "head",
    checkedOut: "checked out",
    undone: "undone",
    undoneHint: "Undone on its branch: Redo restores it",
    loose: "on no branch",
    looseHint: "No branch contains this version. Check it out or branch from it to keep using it",
    backToGraph: "All versions",
    anonymous: ui.anonymous,
    byAt: (author: string, time: string) => `${author}, ${time}`,
    scores: "Generated answers after the edit",
  },

  change: {
    checkpoint: "Checkpoint",
    checkpointTitle: (name: string) => `${name}, as trained`,
    edit: "Edit",
    without: "Taken out",
    withoutTitle: (what: string) => `Without ${what}`,
    merge: "Merge",
    mergeTitle: (what: string) => `Merged: ${what}`,
    union: "Branches merged",
    unionTitle: "Edits of two branches",
    import: "Import",
    importTitle: (what: string) => `Imported: ${what}`,
    importUnnamed: "Imported version",
    siblingKind: "Sibling",
    sibling: (id: string): string => SIBLINGS[id] ?? id,
    andMore: (n: number) => `and ${n.toLocaleString("en")} more`,
  },

  empty: {
    title: "Only the checkpoint so far",
    detail:
      "Each edit you keep becomes a version here, with its author, its reason and its measurements. You can undo any of them exactly, branch, take one out, compare two, and send one to somebody else.",
    action: "Try the worked example",
    noVersions: "This model has no versions",
    noVersionsDetail: "Its checkpoint has not been recorded yet. Open the model in Library first.",
    library: "Open Library",
  },

  notFound: {
    title: "This version does not exist",
    detail: "The link names a version that this model does not have. It may belong to another installation.",
    action: "Show the current version",
  },

  actions: {
    label: "What you can do with this version",
    checkOut: "Check out here",
    switchTo: (branch: string) => `Switch to ${branch}`,
    checkedOut: "Checked out",
    branchFrom: "Branch from here",
    takeOut: "Take this edit out",
    compare: "Compare with…",
    export: "Export",
    exportHint: "Download the version: its changes alone, or a whole checkpoint for other programs",
    copyLink: "Copy link",
    whyNotRemovable: {
      "not-a-change": "Only an edit or an import can be taken out.",
      "not-on-branch": "This edit is not in the history of the branch you are on.",
      "already-out": "This edit has already been taken out of this branch.",
    },
  },

  toast: {
    undone: (what: string) => `Stepped back to ${what}`,
    undoneDetail: "The weights equal those of that version again, to the bit.",
    redone: (what: string) => `Stepped forward to ${what}`,
    checkedOut: (branch: string, what: string) => `${branch} now points to ${what}`,
    branched: (name: string) => `Branch ${name} made and checked out`,
    takenOut: (what: string) => `Took out ${what}`,
    takenOutDetail: (n: number) =>
      n === 0
        ? "No later edit was computed on top of it."
        : plural(
            n,
            "1 later edit was computed on top of it: check that it still holds.",
            `${n} later edits were computed on top of it: check that they still hold.`,
          ),
    imported: (what: string) => `Imported ${what}`,
    exporting: (name: string, size: string) => `Downloading ${name} (${size})`,
    linkCopied: "Link copied",
    copied: "Copied",
    copyFailed: "The browser did not allow copying",
    conflictHint:
      "Somebody else moved this branch meanwhile. The graph now shows its head; try again from there.",
  },

  branchDialog: {
    title: "New branch",
    description: (what: string) => `It starts at ${what}. Other branches do not change.`,
    name: "Name",
    nameHint: "Lowercase letters, digits, dots, hyphens and underscores, up to 41.",
    invalidName:
      "Start with a lowercase letter or a digit, then letters, digits, dots, underscores and hyphens; 41 at most.",
    taken: (name: string) => `There is already a branch called ${name}.`,
    create: "Make branch",
    cancel: "Cancel",
  },

  withoutDialog: {
    title: "Take this edit out",
    description: (branch: string) =>
      `This adds a new version at the head of ${branch}, composed from the base weights without this edit. Nothing is deleted: Undo restores it.`,
    removed: "Taken out",
    dependents: (n: number) =>
      plural(n, "1 later edit was computed on top of it", `${n} later edits were computed on top of it`),
    dependentsDetail:
      "They do not change. An edit that was computed on top of this one can lose some of its effect without it, so measure them again.",
    noDependents: "No later edit was computed on top of it.",
    reason: "Reason",
    reasonHint: "Kept with the new version.",
    reasonPlaceholder: "Why should it be removed?",
    confirm: "Take it out",
    cancel: "Keep it",
  },

  exportDialog: {
    title: "Export",
    description: (what: string) => `Download “${what}”.`,
    form: "Form of the download",
    forms: { delta: "Changes alone", folder: "Whole checkpoint", gguf: "GGUF file" },
    details: {
      delta:
        "A small safetensors file with the changes and the record of every edit. Palimpsest imports it, adapters included.",
      folder:
        "Weights, configuration and tokenizer in a tar archive, as transformers opens them. The edits are part of the weights.",
      gguf: "One file for llama.cpp, Ollama and LM Studio. The edits are part of the weights.",
    },
    dtype: "Type of the weights",
    dtypeHints: {
      float32: "Loses nothing.",
      float16: "Half the size. It rounds to 11 bits and ends at 65,504: a version beyond that is refused.",
      bfloat16: "Half the size. It rounds to 8 bits, so a small edit can lose some of its effect.",
    },
    ggufHints: {
      F32: "Loses nothing.",
      F16: "Half the size. It rounds to 11 bits and ends at 65,504: a version beyond that is refused.",
      BF16: "Half the size. It rounds to 8 bits, so a small edit can lose some of its effect.",
      Q8_0: "About a quarter of the size. It rounds to 8 bits in blocks of 32.",
    },
    run: {
      title: "Then, in a terminal in the folder of the file:",
      file: "FILE.gguf",
      prompt: "The capital of France is",
      copy: (program: string) => `Copy the command for ${program}`,
    },
    done: "Close",
    checking: "Checking that every weight can be written",
    download: "Download",
    stop: "Stop",
    cancel: "Cancel",
  },

  compareDialog: {
    title: "Compare with…",
    description: (what: string) => `Choose the version to compare with ${what}.`,
    search: "Search",
    searchPlaceholder: "Subject, target, author, reason or id",
    none: "No other version matches.",
    shown: (shown: number, all: number) =>
      `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} shown; search to narrow.`,
    parent: "the one before",
    choose: (what: string) => `Compare with ${what}`,
  },

  detail: {
    label: "The selected version",
    changed: "What changed",
    changedNothing: "The weights as they were trained. All versions build on them.",
    siblingChanged: "A small fine-tune of this model that came with Palimpsest, to be merged with others.",
    unionCame: "Came from the other branch:",
    unionLeftOut: "Not in it, because the other answer holds or a branch took it out:",
    withoutChanged: "Composed from the base weights, without this edit:",
    saidBefore: "Said before",
    wasTrue: "The answer it replaces",
    saysNow: "Should now say",
    answersNow: "Answers now",
    blank: "nothing",
    showAll: (n: number) => `Show all ${n.toLocaleString("en")}`,
    showFewer: "Show fewer",

    facts: "How it was made",
    method: "Method",
    paper: (year: number) => `Paper, ${year}`,
    author: "Author",
    reason: "Reason",
    noReason: "none given",
    when: "When",
    place: "Computed by",
    places: {
      native: "the server (native)",
      "native-webgpu": "the server (WebGPU)",
      wasm: "a browser (WASM)",
      webgpu: "a browser (WebGPU)",
      reference: "the reference interpreter",
    },
    duration: "Time taken",
    recipe: "Recipe",
    mergeScore: (score: string, tasks: number) => `${score} points, the mean of ${tasks} tasks.`,
    seed: "Seed",
    parents: "Made from",
    parentNone: "nothing: it is the checkpoint",
    overlays: "Overlays",
    fingerprint: "Fingerprint",
    fingerprintHint:
      "Covers the weights, the configuration, the tokenizer and all overlays: two versions with the same fingerprint are equal to the bit.",
    id: "Version id",
    copyId: "Copy the version id",
    copyFingerprint: "Copy the fingerprint",
    parameters: "Parameters",
    parametersCaption: "Parameters of the method in this run",
    noParameters: "This method has no parameters.",

    measured: "Measurements",
    notMeasured: "This version was kept without measurements.",
    notMeasuredDetail:
      "Imported versions, and versions made by taking an edit out, are not measured automatically.",
    scoresCaption: "Scores before and after, under both protocols, with 95% intervals",
    metric: "Metric",
    before: "before",
    after: "after",
    protocolHints: {
      "teacher-forced":
        "Share of target tokens that are the most likely next token after the correct tokens before them.",
      generation: "Share of prompts whose greedy continuation starts with the target.",
    },
    count: (n: number, questions?: number) =>
      `n = ${n.toLocaleString("en")}${questions === undefined || questions === n ? "" : `, ${questions.toLocaleString("en")} questions`}`,
    clustered: (relations: number, low: string, high: string) =>
      `by ${relations} relations ${low} to ${high}`,
    change: (points: string, low: string, high: string) => `change ${points} points (${low} to ${high})`,
    skipped: (n: number) => `${n.toLocaleString("en")} without such probes`,
    interval: (low: string, high: string) => `95% interval ${low} to ${high}`,
    bits: (value: string) => `${value} bits`,
    noProbes: "no such probes",
    wasBefore: (value: string) => `before ${value}`,
    disagreements: (n: number) =>
      n === 0
        ? "Both protocols agree on every probe."
        : plural(
            n,
            "The protocols disagree on 1 probe: read it below before believing either score.",
            `The protocols disagree on ${n.toLocaleString("en")} probes: read them below before believing either score.`,
          ),

    tabs: { says: "Says", next: "Next token", probes: "Probes", weights: "Weights", record: "Record" },
    saysCaption: "Greedy continuations of the edited prompts, before and after",
    prompt: "Prompt",
    group: "Kind",
    expected: "Expected",
    result: "Passes",
    probesCaption: "Every probe with the text the model gave",
    pass: "passes",
    fail: "fails",
    disagree: "disagree",
    probability: (value: string) => `p = ${value}`,
    noProbesAtAll: "This version was measured without probes.",
    protocol: "Protocol",
    filter: "Show",
    filterAll: "all",
    filterDisagree: "disagreements",
    filterFailed: "failures",
    noneMatch: "No probe matches.",
    weightsNone: "This change acts through an adapter or the prompt and changes no weight.",
    recordCaption: "The stored record of this version",
    copyRecord: "Copy record",
    download: "Download",
    again: "Run it again in Edit",
  },

  compare: {
    title: "Compare",
    close: "Close comparison",
    change: "Choose another version",
    before: "Earlier",
    after: "Later",
    same: "These are the same version.",
    ancestor: "Last common version",
    noAncestor: "They have no version in common.",
    onlyHere: (n: number) =>
      n === 0 ? "Nothing only here" : plural(n, "1 change only here", `${n} changes only here`),
    onlyHereNone: "This side is the common version itself.",
    distance: "Distance between the weights",
    distanceHint: "Frobenius norm of the difference, by parameter. Zero everywhere means the same weights.",
    distanceCaption: "Distance between the weights of the two versions, by parameter",
    distanceNone: "The weights are the same.",
    distanceNoneDetail: "The two versions can differ only through an adapter or the prompt.",
    ask: "Ask both",
    askHint:
      "Both versions receive the prompt. Words that only one of them writes are underlined; a tick in a bar is the other version’s probability.",
    writes: "What each writes",
    answersInChat: "What each answers in chat",
    next: "Most likely next tokens",
    prompt: "Prompt",
    promptPlaceholder: "The capital of France is",
    try: "Try",
    waiting: "The model is loading…",
    typePrompt: "Write a prompt to see each version's next token.",
    agree: "Both have the same most likely token.",
    differ: "Their most likely tokens differ.",
    facts: {
      title: "Ask a hundred facts",
      hint: (n: number) =>
        `${n} facts are asked of both: those of the edited subjects first, the others drawn at random. Only those answered differently are listed.`,
      ask: (n: number) => `Ask ${n} facts`,
      others: "Ask other facts",
      asking: "Asking both versions",
      differ: (n: number, asked: number) =>
        n === 0
          ? `Both answer all ${asked} questions alike.`
          : plural(
              n,
              `1 of ${asked} questions is answered differently.`,
              `${n} of ${asked} questions are answered differently.`,
            ),
      given: (title: string, n: number, asked: number) =>
        `${title}: ${n} of ${asked} answers as the world has them.`,
      caption: "Facts that the two versions answer differently",
      question: "Question",
      known: "In the world",
      near: "edited subject",
      nothing: "(nothing)",
    },
    scores: {
      title: "Scores of both",
      caption: "Scores of both versions, by generation",
      metric: "Metric",
      questions: (n: number) => plural(n, "1 question", `${n} questions`),
      note: "Each version was measured when it was kept, on the questions of its own edit. A later score is not the score of an earlier edit.",
      none: "Neither version was measured. The checkpoint and versions that were put together from others have no scores of their own.",
    },
  },
};

function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}
