/** The eight pages: names, one-line purposes, and the empty states of pages that are planned. */
export const places = {
  edit: {
    name: "Edit",
    purpose: "Change one fact in the model, and see everything else that changed.",
  },
  chat: {
    name: "Chat",
    purpose: "Ask the model, before and after an edit, in its chat form or with the beginning of a sentence.",
  },
  history: {
    name: "History",
    purpose: "Every version of this model. Nothing is lost, and every version can be restored.",
  },
  evaluate: {
    name: "Evaluate",
    purpose: "Does an edit survive a thousand others? Long runs, their cost, and methods side by side.",
  },
  explore: {
    name: "Explore",
    purpose:
      "Look inside the model: where a fact is stored, which components carry it, and how an edit changed them.",
  },
  knowledge: {
    name: "Knowledge",
    purpose:
      "Write a fact in plain words, review the planned edits, and keep the graph consistent with the model.",
  },
  merge: {
    name: "Merge",
    purpose: "Combine models tensor by tensor, and see beforehand how closely related they are.",
  },
  library: {
    name: "Library",
    purpose: "The models of this installation, and the statistics and presets for editing them.",
  },
};
