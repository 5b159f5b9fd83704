/**
 * Reverse-mode differentiation. The backward pass is ordinary nodes of the same graph, so one emitter and one runtime serve
 * both, and every backend differentiates. Only nodes between `wrt` and `loss` are visited, so the gradient at layer 17
 * costs nothing for layers 0 to 16.
 */
import { ShapeError } from "../base";
import type { Value } from "./graph";
import { add } from "./ops/arithmetic";
import { scalar } from "./tensor";

/** d loss / d wrt, each with the shape of its value. `loss` is a scalar, shape []. */
export function grad<const W extends readonly Value[]>(
  loss: Value,
  wrt: W,
): { readonly [I in keyof W]: Value } {
  if (loss.shape.length !== 0) throw new ShapeError(`grad: the loss has shape [${loss.shape}] and not []`);
  const nodes = [...loss.graph.nodes];

  const reached = new Set<Value>(wrt);
  for (const node of nodes) {
    if (node.op.vjp !== "zero" && node.inputs.some((input) => reached.has(input))) {
      for (const output of node.outputs) reached.add(output);
    }
  }

  const cotangents = new Map<Value, Value>([[loss, loss.graph.constant(scalar(1))]]);
  for (const node of nodes.reverse()) {
    const arriving = node.outputs.map((output) => cotangents.get(output));
    if (arriving.every((cotangent) => cotangent === undefined)) continue;
    const wanted = node.inputs.map((input) => reached.has(input));
    if (node.op.vjp === "zero" || !wanted.includes(true)) continue;
    if (node.op.vjp === "forbidden") throw new ShapeError(`grad: ${node.op.id} has no gradient`);
    const leaving = node.op.vjp({
      inputs: node.inputs,
      outputs: node.outputs,
      cotangents: arriving.map((cotangent) => cotangent as Value), // every op of the catalog has one output
      wanted,
      attributes: node.attributes,
    });
    leaving.forEach((cotangent, i) => {
      if (cotangent === null || !wanted[i]) return;
      const before = cotangents.get(node.inputs[i]);
      cotangents.set(node.inputs[i], before === undefined ? cotangent : add(before, cotangent));
    });
  }

  return wrt.map((value) => {
    const cotangent = cotangents.get(value);
    if (cotangent === undefined)
      throw new ShapeError("grad: the loss does not depend on a value asked about");
    return cotangent;
  }) as { readonly [I in keyof W]: Value };
}
