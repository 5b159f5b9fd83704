/** Tokens by layers, and other grids of words and numbers. */
export { GridView } from "./grid-view";
export { extentOf, placesOf, samePlace } from "./grid";
export type { GridCell, GridData, GridHead, GridPlace, GridScale } from "./grid";
export type { CellStory } from "./grid-canvas";
