/** Sentences of presets measured here: what one is, measuring one, its evidence. */
export const presets = {
  caption: "Presets measured here",
  empty: "No presets measured here yet",
  emptyDetail:
    "Methods come with settings for the models they were published for. For any other model, settings can be found by measuring: trace where it decides facts, then try layers and other settings on edits.",
  setting: (method: string, model: string) => `${method} on ${model}`,
  measured: (time: string, author: string) => (author ? `Measured ${time} by ${author}` : `Measured ${time}`),
  inForce: "In force",
  older: "Replaced by a newer one",
  summary: (known: number, asked: number, traced: number, edits: number) =>
    `The model knows ${known} of the ${asked} facts it was asked for. ${traced} were traced, ${edits} others were edited to try settings.`,
  evidence: "Evidence",
  hide: "Hide evidence",
  show: "Show evidence",
  traceNote: (high: string, low: string, samples: number, noise: string) =>
    `At the subject's last token. The answer has ${high}; with noise on the subject ${low}; ${samples} draws, standard deviation ${noise}. Upright lines: chosen layers.`,
  sweep: {
    caption: (edits: number, protocol: string) => `Settings tried on the same ${edits} edits, ${protocol}`,
    setting: "Setting",
    score: "Score",
    failures: "Failed",
    chosen: "chosen",
    note: "Score: harmonic mean of the three, so that none can be bought with another. With 95% intervals; the chosen row is the best of several on few edits, so expect a little less of it.",
  },
  parameter: (name: string) => parameterName(name),
  protocols: { "teacher-forced": "teacher-forced", generation: "by generation" },
  remove: {
    action: "Delete",
    title: "Delete this preset?",
    detail: "The method starts from its published settings again. What was kept in History stays as it is.",
    confirm: "Delete preset",
    done: "The preset was deleted",
  },
  measure: {
    title: "Measure a preset",
    detail:
      "Runs on the server, for minutes on a small model and longer on a large one. The facts are those of the embedded model's world that the chosen model knows too; a model that knows too few is refused. Own facts can be given on the command line: propose --cases.",
    model: "Model",
    method: "Method",
    methodHint: "Methods that locate a fact before they edit.",
    facts: "Facts to trace",
    edits: "Edits to try each setting on",
    layers: "Layers to try",
    range: (low: number, high: number) => `A whole number from ${low} to ${high}.`,
    start: "Measure",
    cancel: "Cancel",
    queued: "Waiting for its turn",
    starting: "Starting",
    steps: (step: string, steps: string) => `${step} of ${steps}`,
    cancelled: "Cancelled. Nothing was kept.",
    done: "Done. The preset is in force from now on.",
    none: "No method here has a layer to find.",
    loading: "Loading methods",
    again: "Try again",
  },
  /** Phases come from the server in English; other languages say those they know. */
  phase: (text: string) => text,
};

function parameterName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}
