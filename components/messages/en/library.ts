/** The Library: models, and what else it will hold. */
export const library = {
  tabs: {
    label: "Parts of the library",
    models: "Models",
    datasets: "Datasets",
    statistics: "Statistics",
    adapters: "Adapters",
  },
  models: {
    caption: "Models",
    empty: "No model is installed",
    emptyDetail: "Add a checkpoint from a folder: config.json, tokenizer.json and safetensors weights.",
    sources: { embedded: "Came with Palimpsest", folder: "Added from a folder" },
    family: "Family",
    layers: "Layers",
    width: "Width",
    parameters: "Parameters",
    vocabulary: "Vocabulary",
    size: "Size",
    added: "Added",
    files: (n: number) => (n === 1 ? "1 file" : `${n} files`),
    inUse: "In use",
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
    title: "Add a model from a folder",
    detail:
      "The folder of a checkpoint: config.json, tokenizer.json and weights as safetensors, in one file or several. Files are checked before the model is listed; nothing is unpickled.",
    choose: "Choose a folder",
    drop: "or drop one here",
    dropNow: "Drop the folder to read it",
    chooseLabel: "Folder of the checkpoint",
    folder: (name: string) => `Folder “${name}”`,
    ignored: (n: number) =>
      n === 1
        ? "1 other file in the folder is left alone."
        : `${n} other files in the folder are left alone.`,
    total: (n: number, size: string) => `${n === 1 ? "1 file" : `${n} files`}, ${size}`,
    nameLabel: "Name",
    nameHint: "How it appears in lists.",
    idLabel: "Id",
    idHint: "Used in links. Lowercase letters, digits, dots and hyphens.",
    idBad:
      "Start with a lowercase letter or a digit, then lowercase letters, digits, dots, hyphens and underscores; 64 at most.",
    idTaken: "A model with this id is already here.",
    nameMissing: "Give it a name.",
    submit: "Add the model",
    cancel: "Cancel",
    uploading: (file: string) => `Sending ${file}`,
    checking: "Checking the files",
    uploadDetail: (sent: string, total: string) => `${sent} of ${total}`,
    done: (name: string) => `${name} is ready to be edited`,
    missing: {
      title: "This folder is not a checkpoint yet",
      config: "config.json is missing: it says which family the model is and how large.",
      tokenizer: "tokenizer.json is missing: without it text cannot be cut into tokens.",
      weights: "No safetensors weights were found. Weights in other formats have to be converted first.",
      shard: (name: string) => `${name} is named in the index but is not in the folder.`,
      pickle: "Weights in .bin or .pt files are not read, because opening them can run code.",
    },
    another: "Choose another folder",
  },
  datasets: {
    title: "No datasets yet",
    detail:
      "Files of edits, with their probes, will be imported and checked here. Today an edit is written by hand or taken from the embedded model's examples.",
    action: "Start from an example",
  },
  statistics: {
    title: "No statistics artifacts are listed yet",
    detail:
      "Methods that need the second moment of a layer's keys compute it at their first run and keep it. They will be listed here with their size and how to make them again.",
    action: "See what a run would need",
  },
  adapters: {
    title: "No adapters yet",
    detail:
      "Side memories and low-rank adapters that edits have made will be listed here. Those of kept versions can be exported from History.",
    action: "Open History",
  },
};
