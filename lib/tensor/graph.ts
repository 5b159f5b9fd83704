/**
 * Programs as graphs. A graph is an append-only list of nodes in topological order. Ops are functions of values and mutate
 * nothing. `program()` removes nodes that the outputs do not need, so a backward pass stops at the requested layer.
 */
import { ShapeError } from "../base";
import type { Op } from "./op";
import type { DType, Tensor } from "./tensor";

/** A size known now, or the name of one known only when the graph runs ("batch", "tokens"). */
export type Dim = number | string;

export interface ValueType {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/** A symbolic tensor: a graph input, a parameter, a constant, or the output of a node. */
export interface Value extends ValueType {
  readonly graph: Graph;
  readonly id: number;
}

export interface Node<A = unknown> {
  readonly op: Op<A>;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: A;
}

/**
 * How a parameter reaches an executable. Frozen weights are built into it: slow to build, fast to run. Live weights are
 * fed on each run: free to change, slower to run.
 */
export type Binding = "frozen" | "live";

interface Parameter {
  readonly value: Value;
  readonly binding: Binding;
}

export interface Graph {
  readonly nodes: readonly Node[];
  input(name: string, dtype: DType, shape: readonly Dim[]): Value;
  parameter(name: string, type: ValueType, binding: Binding): Value;
  constant(tensor: Tensor): Value;
  apply<A>(op: Op<A>, inputs: readonly Value[], attributes: A): readonly Value[];
  output(name: string, value: Value): void;
  /** The nodes that the outputs need, ready to be emitted. */
  program(): Program;
}

export interface Program {
  readonly nodes: readonly Node[];
  readonly inputs: ReadonlyMap<string, Value>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly constants: ReadonlyMap<Value, Tensor>;
  readonly outputs: ReadonlyMap<string, Value>;
}

export function createGraph(): Graph {
  const nodes: Node[] = [];
  const inputs = new Map<string, Value>();
  const parameters = new Map<string, Parameter>();
  const constants = new Map<Value, Tensor>();
  const outputs = new Map<string, Value>();
  let count = 0;

  const value = (type: ValueType): Value => ({ graph, id: count++, dtype: type.dtype, shape: type.shape });

  const graph: Graph = {
    nodes,
    input(name, dtype, shape) {
      const known = inputs.get(name);
      if (known) {
        if (String(known.shape) !== String(shape))
          throw new ShapeError(`input ${name} asked for with two shapes`);
        return known;
      }
      const made = value({ dtype, shape });
      inputs.set(name, made);
      return made;
    },
    parameter(name, type, binding) {
      const known = parameters.get(name);
      if (known) {
        if (known.binding !== binding)
          throw new ShapeError(`parameter ${name} asked for both frozen and live`);
        return known.value;
      }
      const made = value(type);
      parameters.set(name, { value: made, binding });
      return made;
    },
    constant(content) {
      const made = value(content);
      constants.set(made, content);
      return made;
    },
    apply(op, operands, attributes) {
      for (const operand of operands) {
        if (operand.graph !== graph) throw new ShapeError(`${op.id}: an input belongs to another graph`);
      }
      const made = op.infer(operands, attributes).map(value);
      nodes.push({ op: op as Op<unknown>, inputs: operands, outputs: made, attributes });
      return made;
    },
    output(name, result) {
      if (outputs.has(name)) throw new ShapeError(`two outputs are named ${name}`);
      outputs.set(name, result);
    },
    program() {
      const needed = new Set<Value>(outputs.values());
      const kept: Node[] = [];
      for (let i = nodes.length - 1; i >= 0; i--) {
        if (!nodes[i].outputs.some((result) => needed.has(result))) continue;
        kept.push(nodes[i]);
        for (const operand of nodes[i].inputs) needed.add(operand);
      }
      const used = <K, V>(entries: Map<K, V>, valueOf: (key: K, entry: V) => Value) =>
        new Map([...entries].filter(([key, entry]) => needed.has(valueOf(key, entry))));
      return {
        nodes: kept.reverse(),
        inputs: used(inputs, (_, operand) => operand),
        parameters: used(parameters, (_, parameter) => parameter.value),
        constants: used(constants, (operand) => operand),
        outputs: new Map(outputs),
      };
    },
  };
  return graph;
}
