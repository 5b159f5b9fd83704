/** Sentences of presets measured here: what one is, measuring one, its evidence. */
export const presets = {
  caption: "Presets measured here",
  shipped: {
    title: (n: number) => `${n} presets come with the methods`,
    detail:
      "A preset measured here comes before them. Parameters that a preset leaves out have the method's defaults. Scores are by generation, of single random edits.",
    method: "Method",
    models: "For",
    source: "From",
    fails: "fails here",
    scored: (low: string, high: string, edits: number, on: string) =>
      `By generation, 95% interval ${low} to ${high}, ${edits} edits, measured ${on}`,
    sources: { measured: "measured on the model", published: "its authors or EasyEdit" },
  },
  empty: "No presets measured here yet",
  emptyDetail:
    "Methods have published settings for a few models. For any other model, settings can be measured: trace where the model stores facts, then try layers and other settings on edits.",
  setting: (method: string, model: string) => `${method} on ${model}`,
  measured: (time: string, author: string) => (author ? `Measured ${time} by ${author}` : `Measured ${time}`),
  inForce: "Active",
  older: "Replaced by a newer one",
  summary: (known: number, asked: number, traced: number, edits: number) =>
    `The model knows ${known} of ${asked} tested facts. ${traced} of them were traced, ${edits} others were edited to try settings.`,
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
    note: "Score: harmonic mean of the three, high only when all three are. With 95% intervals. The chosen row is the best of several on few edits, so expect slightly lower scores on other edits.",
  },
  parameter: (name: string) => parameterName(name),
  protocols: { "teacher-forced": "teacher-forced", generation: "by generation" },
  remove: {
    action: "Delete",
    title: "Delete this preset?",
    detail: "The method uses its published settings again. Versions in History do not change.",
    confirm: "Delete preset",
    done: "The preset was deleted",
  },
  measure: {
    title: "Measure a preset",
    open: "Measure for this model",
    of: (method: string, model: string) => `Measure ${method} on ${model}`,
    detail:
      "Tries a few settings on edits of facts that the model knows, on the server, and keeps the best as this model's preset.",
    model: "Model",
    method: "Method",
    facts: "Facts to trace first",
    factsHint:
      "Tracing finds layers for methods that locate a fact. It takes longer than the rest; 0 tries the layers around the proposed ones.",
    edits: "Edits to try each setting on",
    layers: "Layers to try",
    range: (low: number, high: number) => `A whole number from ${low} to ${high}.`,
    estimating: "Estimating the time…",
    estimate: (settings: number, edits: number, low: string, high: string) =>
      `${settings} settings on ${edits} edits each: ${low} to ${high}, with statistics, without tracing.`,
    start: "Measure",
    cancel: "Cancel",
    queued: "Queued",
    starting: "Starting",
    steps: (step: string, steps: string) => `${step} of ${steps}`,
    cancelled: "Cancelled. Nothing was saved.",
    done: "Done. The preset is now active.",
    none: "No method has anything to measure on this model.",
    loading: "Loading methods",
    again: "Try again",
  },
  /** Phases come from the server in English; other languages say those they know. */
  phase: (text: string) => text,
};

function parameterName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}
