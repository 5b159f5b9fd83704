/** Runs a program in plain TypeScript, op by op: slow and simple, and the reference of every test. */
import { ShapeError } from "../base";
import type { Program, Value } from "./graph";
import type { Tensor, TensorBundle } from "./tensor";

/** `feeds` holds inputs and parameters by name; the result holds outputs by name. */
export function interpret(program: Program, feeds: TensorBundle): Record<string, Tensor> {
  const known = new Map<Value, Tensor>(program.constants);
  const bind = (name: string, value: Value) => {
    const fed = feeds[name];
    if (!fed) throw new ShapeError(`interpret: nothing was fed for ${name}`);
    known.set(value, fed);
  };
  for (const [name, value] of program.inputs) bind(name, value);
  for (const [name, { value }] of program.parameters) bind(name, value);
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => known.get(input) as Tensor);
    node.op.reference(inputs, node.attributes).forEach((output, i) => known.set(node.outputs[i], output));
  }
  return Object.fromEntries([...program.outputs].map(([name, value]) => [name, known.get(value) as Tensor]));
}
