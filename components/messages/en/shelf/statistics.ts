/** Statistics in the Library: artifacts that methods make once for a model. */
export const statistics = {
  caption: "Artifacts",
  empty: "No artifact has been made yet",
  emptyDetail:
    "Some methods need statistics of a layer or a trained editor, computed once for a model. They are listed here. Compute them ahead so that the first edit starts at once.",
  columns: {
    what: "What",
    samples: "Samples",
    error: "Error",
    actions: "Actions",
  },
  kinds: {
    texts: "Texts written by the model",
    "own-texts": "Texts chosen for the statistics",
    "second-moment": "Second moment",
    "second-moment-eigenvectors": "Eigenvectors of the second moment",
    "trained-editor": "Trained editor",
    demonstrations: "Demonstrations",
    answers: "Answers before a run",
    "known-facts": "Facts this model knows",
    "question-statistics": "Statistics of questions",
    "jacobian-lens": "Jacobian lens",
    "tuned-lens": "Tuned lens",
  } as Readonly<Record<string, string>>,
  unknownKind: (kind: string) => kind.replaceAll("-", " "),
  untitled: "An artifact without a title",
  layers: (layers: readonly number[]) =>
    layers.length === 1 ? `layer ${layers[0]}` : `layers ${layers.join(", ")}`,
  ofMethod: (kind: string, method: string) => `${kind} of ${method}`,
  title: (kind: string, layers: string) => `${kind}, ${layers}`,
  samples: (count: string, unit: "tokens" | "edits" | "facts") => `${count} ${unit}`,
  known: (count: string) => `${count} known`,
  unfinished: (percent: number) => `Unfinished, ${percent}%`,
  finished: "Finished",
  homes: { browser: "In this browser", server: "On the server", shipped: "Came with Palimpsest" },
  actions: (what: string) => `Actions for ${what}`,
  details: "Details",
  exportFile: "Export the file",
  importing: {
    action: "Import a file",
    label: "Artifact to import",
    done: "The artifact was checked and imported",
    hint: {
      browser: "It is stored in this browser, for the open model.",
      server: "It is stored on the server, for every model it belongs to.",
    },
  },
  ownTexts: {
    action: "Use texts of your own",
    label: "Texts for the statistics",
    done: "The texts were read; statistics that are missing are taken over them",
    hint: (model: string) =>
      `For statistics of ${model}: plain text, or JSON lines with "text". Without a choice, text that comes with Palimpsest is read; delete the choice here to go back.`,
  },
  writtenTexts: {
    action: "Let the model write them",
    done: "The model will write the texts; statistics that are missing are taken over them",
    hint: "For a model of another language. It takes minutes before the first edit.",
  },
  remove: {
    action: "Delete",
    title: "Delete this artifact?",
    detail: "It is computed again when a method needs it, which takes time.",
    confirm: "Delete it",
    done: "The artifact was deleted",
  },
  key: {
    title: "Dependencies",
    note: "Its name is the hash of these values, so equal values are the same artifact on every machine.",
    name: "Name",
  },
  largest: (coordinates: number, share: string) =>
    `The ${coordinates} largest coordinates hold ${share} of the trace.`,
  noQuality: "Its convergence was not measured.",
  qualityNote:
    "Two halves of the samples are compared during collection. Their difference estimates the distance of the whole from the mean over all text.",
  compute: {
    title: "Compute ahead",
    detail:
      "Statistics that a method needs before its first edit, and the facts that the model knows. The first edit then starts at once.",
    model: "Model",
    methods: "Methods",
    none: "None of the methods needs statistics of this model.",
    loading: "Checking the needs of the methods",
    found: (what: string) => `${what}: found`,
    needed: (what: string, duration: string) => `${what}: about ${duration}`,
    total: (duration: string) => `About ${duration} in all`,
    ready: "The chosen methods have everything they need.",
    choose: "Choose at least one method, or the facts.",
    facts: {
      label: "Facts this model knows",
      hint: (questions: string, low: string, high: string) =>
        `Asks ${questions} questions of the Atlas world once, so that examples and drawn lists hold only facts that the model knows: ${low} to ${high}.`,
      asked: (known: string, questions: string) =>
        `This model knows ${known} of the ${questions} facts that it was asked.`,
    },
    start: "Compute",
    starting: "Preparing",
    queued: "Queued on the server",
    pause: "Pause",
    resume: "Resume",
    cancel: "Cancel",
    paused: "Paused. The collected samples are kept.",
    cancelled: "Stopped. The collected samples are kept, and the next start continues with them.",
    done: "Done. The list shows the artifacts.",
    steps: (step: string, steps: string) => `${step} of ${steps}`,
  },
};
