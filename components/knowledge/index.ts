/** The Knowledge place: a sentence becomes a plan that is reviewed, taught to a model, kept, and taken back. */
export { KnowledgeView } from "./knowledge-view";
