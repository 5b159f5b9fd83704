/** The Explore place: what a model says layer by layer, which activations carry a fact, and the circuit that writes it. */
export { ExploreView } from "./explore-view";
