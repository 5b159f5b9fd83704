/** The Evaluate place: lifelong runs, one of them, or several side by side. */
export { EvaluateView } from "./evaluate-view";
