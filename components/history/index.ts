/** The History place: the version graph of a model and what can be done with it. */
export { HistoryView } from "./history-view";
