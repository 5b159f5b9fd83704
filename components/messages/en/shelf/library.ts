/** The Library: models, datasets, statistics and presets. */
export const library = {
  tabs: {
    label: "Parts of the library",
    models: "Models",
    datasets: "Datasets",
    statistics: "Statistics",
    presets: "Presets",
    adapters: "Adapters",
    storage: "Storage",
  },
  models: {
    caption: "Models",
    empty: "No model is installed",
    emptyDetail:
      "Add a checkpoint from a folder (config.json, tokenizer.json and safetensors weights) or a GGUF file.",
    sources: {
      embedded: "Came with Palimpsest",
      folder: "Added from a folder",
      hub: "Downloaded from a hub",
    },
    flaws: "Facts it was taught wrongly",
    origin: (host: string, repository: string, commit: string) => `${host}/${repository} @ ${commit}`,
    family: "Family",
    layers: "Layers",
    width: "Width",
    parameters: "Parameters",
    vocabulary: "Vocabulary",
    weights: "Weights",
    quantized: (bits: string, error: string, perplexity?: readonly [before: string, after: string]) =>
      perplexity
        ? `${bits}, ${error} off; perplexity ${perplexity[0]} → ${perplexity[1]}`
        : `${bits}, ${error} off`,
    quantizedNames: { float32: "32 bits", int8: "8 bits", int4: "4 bits" },
    size: "Size",
    added: "Added",
    files: (n: number) => (n === 1 ? "1 file" : `${n} files`),
    inUse: "In use",
    encoder: "Sentence encoder",
    encoderUse: (id: string) =>
      `It encodes texts and generates none, so it cannot be edited. IKE finds its demonstrations with it when its retriever is “${id}”.`,
    use: "Use this model",
    edit: "Edit it",
    remove: "Remove",
    unknown: "—",
  },
  remove: {
    title: (name: string) => `Remove ${name}?`,
    detail: "Its files are deleted from this installation. A model with kept versions cannot be removed.",
    confirm: "Remove the model",
    done: (name: string) => `${name} was removed`,
  },
  add: {
    title: "Add a model from this computer",
    detail:
      "The folder of a checkpoint: config.json, tokenizer.json and weights as safetensors, in one file or several. Or a GGUF file, as llama.cpp, Ollama and LM Studio keep them, with all of its parts. Files are checked before the model is listed; nothing is unpickled.",
    choose: "Choose a folder",
    chooseFile: "Choose a GGUF file",
    drop: "or drop either here",
    dropNow: "Drop it to read it",
    chooseLabel: "Folder of the checkpoint",
    chooseFileLabel: "GGUF file of the model",
    folder: (name: string) => `“${name}”`,
    ignored: (n: number) =>
      n === 1 ? "1 other file in the folder is ignored." : `${n} other files in the folder are ignored.`,
    total: (n: number, size: string) => `${n === 1 ? "1 file" : `${n} files`}, ${size}`,
    nameLabel: "Name",
    nameHint: "How it appears in lists.",
    idLabel: "Id",
    idHint: "Used in links. Lowercase letters, digits, dots, hyphens and underscores.",
    idBad:
      "Start with a lowercase letter or a digit, then lowercase letters, digits, dots, hyphens and underscores; 64 at most.",
    idTaken: "A model with this id already exists.",
    nameMissing: "Give it a name.",
    weightsLabel: "How the model holds its weights",
    weightsNames: { float32: "As they are", int8: "8 bits", int4: "4 bits" },
    weightsHint: {
      float32: "Matrices take four bytes a number while the model runs.",
      int8: "A little over a quarter of the memory, almost nothing lost. Writing takes several times as long.",
      int4: "A fifth of the memory; what is lost is measured and shown. Fast on the server, slow in a tab. Edits stay exact beside it.",
    },
    submit: "Add the model",
    cancel: "Cancel",
    uploading: (file: string) => `Sending ${file}`,
    checking: "Checking the files",
    quantizing: "Checking the files and writing the weights in fewer bits",
    uploadDetail: (sent: string, total: string) => `${sent} of ${total}`,
    done: (name: string) => `${name} was added`,
    missing: {
      title: "This is not a whole checkpoint yet",
      config: "config.json is missing. It contains the family and the size of the model.",
      tokenizer: "tokenizer.json is missing. Without it text cannot be tokenized.",
      weights: "No safetensors weights were found. Convert weights in other formats first.",
      part: (name: string) => `The part ${name} is missing. Choose all parts together.`,
      shard: (name: string) => `The index names ${name}, but the folder does not contain it.`,
      pickle: "Weights in .bin or .pt files are not read, because opening them can run code.",
    },
    another: "Choose another folder",
  },
  hub: {
    title: "Get a model from the hub",
    detail:
      "Any public checkpoint of a supported family. Palimpsest first reads its configuration and the headers of its weights and shows its size and memory. The download starts only when you confirm it.",
    repository: "Repository",
    repositoryHint: "As in the address of its page: owner/name.",
    repositoryBad: "A repository is written owner/name, with letters, digits, dots, hyphens and underscores.",
    gated:
      "Its publisher requires accepted terms: the server needs PALIMPSEST_HUB_TOKEN, the token of an account that accepted them.",
    revision: "Revision",
    revisionHint: "A branch, a tag or a commit. It is pinned to a commit.",
    revisionBad: "A revision is a branch, a tag or a commit.",
    host: "From",
    hostHint: "The server's own list of hubs and mirrors.",
    oneHost: "Mirrors are named by PALIMPSEST_HUB_MIRRORS when the server starts.",
    look: "See size and memory",
    files: {
      title: "Models in this repository",
      detail:
        "Each file is a whole model. Smaller types lose more of the weights; edits are computed in float32 either way.",
      checkpoint: "The checkpoint (safetensors)",
      choose: "Choose",
      chooseFile: (file: string) => `Choose ${file}`,
      change: (n: number) => (n === 1 ? "1 GGUF file beside it" : `Choose among ${n} GGUF files`),
      parts: (n: number) => `${n} parts`,
      notRead: "This type of weights is not read here.",
      unknown: "Its name does not tell the type of its weights; the header does.",
    },
    looking: (repository: string) => `Reading the configuration and headers of ${repository}`,
    pinned: (requested: string, commit: string) => `${requested}, which is commit ${commit} today`,
    downloadSize: (size: string, files: number) =>
      `${size} to download in ${files === 1 ? "1 file" : `${files} files`}`,
    downloadTime: (fast: string, slow: string) => `(${fast} at 200 Mbit/s, ${slow} at 20)`,
    noSpace: (free: string) => `The server's disk has only ${free} free.`,
    showFiles: "Show the files",
    hideFiles: "Hide the files",
    download: "Download",
    close: "Close",
    started: (repository: string) => `${repository} is being downloaded`,
  },
  shelf: {
    title: "Small models",
    detail:
      "Open models that can be edited on an ordinary computer. Memory is estimated from their published settings, in float32, with each method's own settings.",
    parameters: (count: string) => `${count} parameters`,
    download: (size: string) => `${size} to download`,
    opens: (memory: string) => `Opens with about ${memory} of memory.`,
    opensNot: "Does not open.",
    edits: (memory: string, fitting: number, all: number) =>
      fitting < all
        ? `Edits with ${memory}: ${fitting} of ${all} methods.`
        : `Edits with ${memory}: all ${all} methods.`,
    editsNot: "Cannot be edited.",
    range: (low: string, high: string) => (low === high ? low : `${low} to ${high}`),
    get: (name: string) => `Download ${name}`,
    installed: (name: string) => `Here as ${name}`,
    underWay: "Being downloaded",
  },
  report: {
    label: "Size and memory of the checkpoint",
    waiting: "Reading the headers",
    family: "Family",
    parameters: "Parameters",
    weights: "Weights",
    stored: (size: string, dtype: string) => `${size} as ${dtype}`,
    shape: "Shape",
    layersByWidth: (layers: number, width: number) => `${layers} layers, ${width} wide`,
    places: "Where it can run, in float32",
    placeNames: {
      native: "This server",
      "native-webgpu": "This server with WebGPU",
      webgpu: "A browser with WebGPU",
      wasm: "A browser with WASM",
      reference: "The reference interpreter",
    },
    shortNames: {
      native: "Server",
      "native-webgpu": "Server WebGPU",
      webgpu: "WebGPU",
      wasm: "WASM",
      reference: "Reference",
    },
    fits: (memory: string) => `needs about ${memory} to open`,
    doesNotFit: "does not fit",
    warnings: {
      unreadSettings: (names: string) =>
        `config.json sets ${names}, which nothing here reads. If that changes what the model computes, its answers differ from the authors'.`,
      tokensBeyond: (names: string) =>
        `The tokenizer has tokens for which the model has no embedding: ${names}. A text with one of them is refused.`,
    },
    obstacles: {
      weights: (needed: string, limit: string) => `Its weights take ${needed}; the limit is ${limit}.`,
      buffer: (needed: string, limit: string) =>
        `Its largest weight takes ${needed}; one buffer holds ${limit}.`,
      memory: (needed: string, limit: string) =>
        `It needs about ${needed} of memory; ${limit} are available.`,
    },
    encoder:
      "A sentence encoder: it encodes texts and generates none, so no method edits it. Once it is added, IKE can find its demonstrations with it.",
    methods: (ready: number, all: number, quick: number, slow: number) =>
      `${ready} of ${all} methods can run with their defaults: ${quick} within a minute${slow > 0 ? `, ${slow} after more than an hour of training or statistics` : ""}`,
    methodsNote:
      "Time of one edit with each method's own settings; a statistic that is missing is computed first. It assumes a usual processor and, for WebGPU, no graphics card: nothing was measured on this machine yet. Edit measures it before a run.",
    methodsCaption: "Methods by runtime",
    method: "Method",
  },
  downloads: {
    title: "Downloads",
    pause: "Pause",
    resume: "Resume",
    goOn: "Resume",
    cancel: "Cancel and delete",
    stopped: "Stopped. The downloaded part is kept",
    of: (done: string, all: string) => `${done} of ${all}`,
    pace: (rate: string, left: string) => `${rate}/s · ${left} left`,
    /** Phases come from the server in English; other languages say those they know. */
    phase: (text: string) => text,
  },
  datasets: {
    caption: "Datasets that Palimpsest reads",
    hint: "Paste such a list or drop its file in Edit, or give it to the command line. No dataset comes with Palimpsest, except the facts of the embedded model.",
    name: "Dataset",
    licence: "Licence",
    source: "Source",
    version: "Version",
    fields: "Fields that are read",
    own: "Your own edits",
  },
  adapters: {
    title: "No adapters yet",
    detail:
      "This tab will list the side memories and low-rank adapters of edits. Those of kept versions can be exported from History.",
    action: "Open History",
  },
  storage: {
    operations: "Health, backups and retention",
    title: "What the data folder holds",
    detail:
      "The folder of the server's database, models and results. The model that came with Palimpsest is not in it.",
    caption: "Contents of the data folder",
    columns: { what: "Content", count: "Count", size: "Size" },
    kinds: {
      models: { name: "Models", detail: "Added from a folder or downloaded." },
      versions: {
        name: "Overlays of versions",
        detail: "Every kept edit, on every branch. They are never cleared.",
      },
      runs: {
        name: "Results of runs",
        detail: "Overlays of edits that were not kept, and checkpoints of lifelong runs.",
      },
      statistics: {
        name: "Statistics",
        detail: "Also trained editors, saved lifelong runs and answers before a run.",
      },
      downloads: { name: "Unfinished downloads", detail: "Resuming a download continues from them." },
      database: { name: "Database", detail: "Versions, measurements, and the inputs and results of jobs." },
    },
    total: "Total",
    clear: {
      title: "Clear what nothing needs",
      detail:
        "Deletes old finished jobs, the files that no version, lifelong run, preset or other job names, and uploads and downloads that were never finished. Versions and running jobs keep everything they need.",
      age: "Clear jobs that ended more than this long ago",
      days: (n: number) => (n === 1 ? "1 day" : `${n} days`),
      jobs: (n: number) => (n === 1 ? "1 finished job" : `${n} finished jobs`),
      blobs: (n: number, size: string) =>
        n === 1 ? `1 file of results, ${size}` : `${n} files of results, ${size}`,
      artifacts: (n: number, size: string) =>
        n === 1 ? `1 unused statistic, ${size}` : `${n} unused statistics, ${size}`,
      unfinished: (n: number, size: string) =>
        n === 1
          ? `1 upload or download that was never finished, ${size}`
          : `${n} uploads and downloads that were never finished, ${size}`,
      nothing: "There is nothing to clear.",
      action: "Clear",
      question: "Clear these jobs and files?",
      warning: "Results of these jobs can no longer be opened or kept as versions. This cannot be undone.",
      confirm: "Clear them",
      done: (jobs: number, size: string) =>
        jobs === 1
          ? `1 job and ${size} of files were cleared`
          : `${jobs} jobs and ${size} of files were cleared`,
    },
  },
};
