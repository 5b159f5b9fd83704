/**
 * Spherical interpolation (Shoemake 1985) of two models as vectors, tensor by tensor: a share t of the angle ω between them. Where
 * there is hardly an angle, as between siblings of one base, it is the straight line.
 */
import { blend, lengthOf, product, whole } from "../vectors";
import { defineOperator, numberOf, setting } from "../operator";

/** Cosine from which an arc is as good as its chord. */
const PARALLEL = 0.9995;
const LEAST_LENGTH = 1e-8;

export const slerp = defineOperator({
  id: "slerp",
  name: "SLERP",
  summary: "From the base model to the other along the arc between them.",
  paper: { title: "Animating rotation with quaternion curves", authors: "Shoemake", year: 1985 },
  base: "end",
  models: { least: 2, most: 2 },
  cuts: "common",
  parameters: [
    setting("t", undefined, "How far from the base model (0) to the other one (1); 0.5 is halfway."),
  ],
  merge({ inputs: [start, end], parameters }) {
    const t = numberOf(parameters, "t");
    const all = whole(start.values.length);
    const lengths = [start, end].map(({ values }) => lengthOf(values, all));
    const scale = lengths.reduce((by, length) => (length > LEAST_LENGTH ? by * length : by), 1);
    const cosine = product(start.values, end.values, all) / scale;
    const isStraight = Math.abs(cosine) > PARALLEL;
    const angle = Math.acos(cosine);
    const [left, right] = isStraight
      ? [1 - t, t]
      : [(1 - t) * angle, t * angle].map((part) => Math.sin(part) / Math.sin(angle));
    blend(start.values, end.values, left, right, all);
    return {
      values: start.values,
      facts: { branch: isStraight ? "linear" : "slerp", cosine, left, right },
    };
  },
});
