/** The seven places: names, one-line purposes, and the empty states of those whose work is not here yet. */
export const places = {
  edit: {
    name: "Edit",
    purpose: "Change what the model says about one thing, and see everything else that moved.",
  },
  history: {
    name: "History",
    purpose: "Every version this model has had. Nothing is lost, and everything comes back.",
  },
  evaluate: {
    name: "Evaluate",
    purpose:
      "Does an edit still hold after a thousand others? Long runs, what they cost, and methods side by side.",
  },
  explore: {
    name: "Explore",
    purpose: "Look inside the model: where a fact sits, what carries it, and what an edit did to that.",
    emptyTitle: "Nothing has been traced yet",
    emptyDetail:
      "Lenses, causal traces, neurons and circuits will be drawn in this place, any of them before against after an edit.",
    contents: [
      { title: "Logit lens", detail: "What each layer already believes, token by token." },
      { title: "Causal trace", detail: "Which states, restored alone, bring a fact back." },
      { title: "Circuits", detail: "The small graph of heads and MLPs that carries one behaviour." },
    ],
    actionTitle: "What works today",
    action: "See which weights an edit moves",
    actionDetail: "The Weights tab of a verdict lists the change by layer, with its rank and norm.",
  },
  knowledge: {
    name: "Knowledge",
    purpose:
      "Say a fact in plain words, review the plan it becomes, and keep the graph in step with the model.",
    emptyTitle: "No facts have been said here",
    emptyDetail:
      "Facts in plain words, the edits they turn into, conflicts between them and who said what will live in this place.",
    contents: [
      { title: "Plans", detail: "A sentence becomes edits you can read before anything runs." },
      { title: "Conflicts", detail: "Two facts that cannot both be true, found before they are written." },
      { title: "Provenance", detail: "Who said it, when, and which version wrote it into the model." },
    ],
    actionTitle: "What works today",
    action: "Write one fact as an edit",
    actionDetail: "Edit fills in rephrasings, neighbours and consequences from the embedded knowledge graph.",
  },
  merge: {
    name: "Merge",
    purpose: "Combine models tensor by tensor, and know beforehand how closely related they are.",
    emptyTitle: "No recipe has been written yet",
    emptyDetail: "Merge recipes, kinship between models and their lineage will live in this place.",
    contents: [
      { title: "Recipes", detail: "Which models, which method, which weights: a file you can share." },
      {
        title: "Kinship",
        detail: "How similar two models' changes are, and what that says about merging them.",
      },
      { title: "Lineage", detail: "Where a merged model came from, in the same graph as its edits." },
    ],
    actionTitle: "What works today",
    action: "Add a second model",
    actionDetail: "A merge needs two. The Library takes a checkpoint straight from a folder.",
  },
  library: {
    name: "Library",
    purpose: "The models this installation can open, and what they need to be edited.",
  },
};
