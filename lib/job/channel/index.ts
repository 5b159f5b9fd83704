/** The channel to a model host in another thread or process: `serve` at the host's end, `connect` at the caller's. */
export { connect } from "./connect";
export type { Connection } from "./connect";
export type { LoadProgress } from "./messages";
export type { Port } from "./port";
export { serve } from "./serve";
