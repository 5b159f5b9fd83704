export { FactualityView } from "./factuality-view";
