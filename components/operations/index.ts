/** How a server does, what it keeps and may let go, and how much each person may use. */
export { OperationsView } from "./operations-view";
