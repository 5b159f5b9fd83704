/** Counts in a configuration. They are bounded before anything is listed by them: no model comes near, and a wrong file may. */
import { z } from "zod";

/** A number of layers or of repetitions of layers. A larger one ends the reading, so that no check lists that many. */
export const Layers = z.int().positive().max(1024, { abort: true });
/** A width, a number of heads, of tokens or of positions. */
export const Size = z
  .int()
  .positive()
  .max(2 ** 31 - 1);
