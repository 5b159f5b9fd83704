/** The Merge place: recipes, kinship, evolutions, and the edits of two branches on one model. */
export { MergeView } from "./merge-view";
