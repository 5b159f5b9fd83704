/** The three stories of a first visit. */
export const tour = {
  open: "Stories",
  label: "Stories",
  leave: "Open the full composer",
  stories: {
    1: {
      short: "Overwrite a fact",
      title: "Write over what a model knows",
      intro:
        "This page holds a small language model that knows thousands of facts. One of them ends in a blank: choose its word.",
    },
    2: {
      short: "Correct a wrong fact",
      title: "Correct what a model was taught wrongly",
      intro:
        "Some facts of this model are wrong on purpose, so that there is something to correct. Write the truth over one of them.",
    },
    3: {
      short: "Break a model",
      title: "Break a model with two hundred edits",
      intro:
        "One edit is precise. Two hundred, each on top of the last, damage what nobody edited. Watch ten facts that no edit touches.",
    },
  },
  blank: "The new word",
  choose: "Words to choose from",
  opening: "Opening the model…",
  saysNow: (word: string) => `The model says “${word}” now.`,
  write: "Write it into the model",
  correct: (truth: string) => `Write “${truth}” over it`,
  writing: "Writing…",
  writes: (branch: string) =>
    `This finds the weights that hold the fact, changes them, and keeps the result as a version of ${branch}. It can always be undone.`,
  alreadySays: (word: string) => `The model already says “${word}”: choose another word.`,
  otherWords: "In other words",
  otherFact: "Another fact",
  asHoped: "as it should",
  notAsHoped: "not as it should",
  undo: "Undo",
  keepAndGoOn: "Keep it and go on",
  kept: (version: string, branch: string) =>
    `Kept as ${version} on ${branch}. The weights below are as they were: undo lifts the edit off, to the bit.`,
  undone: "Undone. The model is as before, bit by bit; History can bring the edit back.",
  overwriteReason: "The first story",
  overwriteTask:
    "To try: move the Eiffel Tower to Tokyo, then ask for its country in the composer's probes. Does the model follow?",
  next: (title: string) => `Next: ${title}`,
  correctReason: "Corrected in the second story",
  correctTask: "To try: correct three leaders of the list, then ask the model about a fourth. Did it stay?",
  toChat: "Ask in Chat",
  flaws: (n: number) => `${n} facts to correct`,
  flawsDetail:
    "Atlas was taught them wrongly, as they once were, or not at all; everything else that it was taught is true. Choose one.",
  flawKinds: { wrong: "Wrong", outdated: "Outdated", missing: "Never taught" },
  recorded: (day: string) => `Recorded on ${day}; nothing is computed now`,
  recordedHow: (method: string, model: string) =>
    `${method} on ${model} with its preset, random facts, each edit on top of all before it, and no limit at which the run stops. The ten facts were chosen by hand; the share of 64 is of questions that the run drew.`,
  edits: (n: number): string => (n === 1 ? "edit" : "edits"),
  afterEdits: "Number of edits",
  editsWritten: (n: number) => `${n} edits written`,
  ability: (n: number) => `Of ${n} other facts, still answered`,
  held: "Edits that still hold",
  heldOf: (held: number, n: number) => `${held} of ${n}`,
  perplexity: "Perplexity of other texts",
  writeAll: "Write 200 edits",
  again: "From the beginning",
  untouched: "Facts that no edit touches",
  stillRight: (n: number, total: number) => `${n} of ${total} as before`,
  breakTask:
    "To try: which method keeps these answers? Start the same run with MELO or GRACE on Evaluate, and pin both to compare them.",
  live: (n: number) => `Run ${n} edits live`,
};
