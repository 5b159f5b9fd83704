/** Changes with fewer entries, as new arrays: a method writes to none of its inputs. */
import { seededRandom } from "../../base";
import { dropAtRandom, keepLargest } from "../sparsify";

/** The largest ⌊density · size⌋ entries of a change; of equal ones the first. */
export function trimmed(delta: Float32Array, density: number): Float32Array {
  return keepLargest(delta.slice(), Math.floor(density * delta.length));
}

/** Each entry kept with the probability `density`: the same ones each time, others for a change at another place. */
export function dropped(delta: Float32Array, density: number, index: number): Float32Array {
  return dropAtRandom(delta.slice(), density, seededRandom(`thinned ${index}`));
}
