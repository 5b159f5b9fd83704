/**
 * Large tables as blocks of their rows. A runtime that copies weights needs memory beside its copies for the one on its way,
 * and an embedding can be a third of a model. A program that only gathers rows of a table, or multiplies by it, can do so
 * block by block; then only a block is on its way.
 */
import {
  add,
  concat,
  createGraph,
  float32,
  gatherFromBlocks,
  matmul,
  sizeOf,
  slice,
  transpose,
  type Node,
  type Program,
  type Value,
} from "../tensor";
import { checked, frozenSize } from "./onnx/weight";
import type { WeightSource } from "./runtime";

/** A table larger than this is divided, into blocks of up to this or of one row. */
const MOST_BLOCK_BYTES = 2 ** 25;

/** Rows [start, end) of a table [V, D], as a weight of their own. */
interface Block {
  readonly name: string;
  readonly table: string;
  readonly type: Value;
  readonly start: number;
  readonly end: number;
}

/** A matrix as blocks along one of its axes, first to last. */
interface RowBlocks {
  readonly blocks: readonly Value[];
  readonly axis: number;
}

/**
 * A program that computes the same from blocks, and the source that has them. A weight stays whole when it is live or read
 * in any other way; all do when the source cannot be read at once.
 */
export function splitEmbeddings(
  whole: Program,
  source: WeightSource,
  mostBytes = MOST_BLOCK_BYTES,
): { readonly program: Program; readonly source: WeightSource } {
  const open = source.openSync?.bind(source);
  if (!open) return { program: whole, source };
  const known = new Map<string, Block>();
  let program = whole;
  for (const [name, { value, binding }] of whole.parameters) {
    if (binding !== "frozen" || value.shape.length !== 2 || frozenSize(value) <= mostBytes) continue;
    const blocks = blocksOf(name, value, mostBytes);
    const next = divide(program, name, blocks);
    if (!next) continue;
    program = next;
    for (const block of blocks) known.set(block.name, block);
  }
  if (known.size === 0) return { program, source };

  const openSync = async () => {
    const read = await open();
    return (name: string, into: Float32Array, from = 0): readonly number[] => {
      const block = known.get(name);
      if (!block) return read(name, into, from);
      const { table, type, start } = block;
      const [, width] = shapeOf(block);
      checked({ dtype: "float32", shape: read(table, into, start * width + from) }, table, type);
      return shapeOf(block);
    };
  };
  const read = async (name: string) => {
    const block = known.get(name);
    if (!block) return source.read(name);
    const values = new Float32Array(sizeOf(shapeOf(block)));
    return float32((await openSync())(name, values), values);
  };
  return { program, source: { read, openSync } };
}

function shapeOf({ type, start, end }: Block): readonly [rows: number, width: number] {
  return [end - start, type.shape[1] as number];
}

/** As few blocks as there can be, all but the last with as many rows. */
function blocksOf(table: string, type: Value, mostBytes: number): Block[] {
  const count = type.shape[0] as number;
  const fitting = Math.max(1, Math.floor(mostBytes / (frozenSize(type) / count)));
  const rows = Math.ceil(count / Math.ceil(count / fitting));
  return Array.from({ length: Math.ceil(count / rows) }, (_, i) => ({
    name: `${table}.rows.${i * rows}`,
    table,
    type,
    start: i * rows,
    end: Math.min((i + 1) * rows, count),
  }));
}

/** The program with a table read from blocks; undefined where one of its nodes does not know how. */
function divide(program: Program, table: string, blocks: readonly Block[]): Program | undefined {
  const graph = createGraph();
  const made = new Map<Value, Value | RowBlocks>();
  for (const [name, value] of program.inputs) made.set(value, graph.input(name, value.dtype, value.shape));
  for (const [value, content] of program.constants) made.set(value, graph.constant(content));
  for (const [name, { value, binding }] of program.parameters) {
    const rows = (block: Block) =>
      graph.parameter(block.name, { dtype: value.dtype, shape: shapeOf(block) }, binding);
    made.set(
      value,
      name === table ? { blocks: blocks.map(rows), axis: 0 } : graph.parameter(name, value, binding),
    );
  }
  for (const node of program.nodes) {
    const operands = node.inputs.map((input) => made.get(input) as Value | RowBlocks);
    const results = operands.some(isDivided)
      ? [readByBlocks(node, operands)]
      : graph.apply(node.op, operands as Value[], node.attributes);
    for (const [i, result] of results.entries()) {
      if (!result) return undefined;
      made.set(node.outputs[i], result);
    }
  }
  for (const [name, value] of program.outputs) {
    const result = made.get(value) as Value | RowBlocks;
    if (isDivided(result)) return undefined;
    graph.output(name, result);
  }
  return graph.program();
}

function isDivided(operand: Value | RowBlocks): operand is RowBlocks {
  return "blocks" in operand;
}

/** What a node that reads a divided matrix comes to: rows, the matrix transposed, or a product with it from the right. */
function readByBlocks(
  { op, attributes }: Node,
  [left, right]: readonly (Value | RowBlocks)[],
): Value | RowBlocks | undefined {
  if (isDivided(left)) {
    const { blocks, axis } = left;
    if (op.id === "transpose") {
      const { order } = attributes as { readonly order: readonly number[] };
      return { blocks: blocks.map((block) => transpose(block, order)), axis: order.indexOf(axis) };
    }
    if (op.id === "gather" && axis === 0) return gatherFromBlocks(blocks, right as Value);
    return undefined;
  }
  if (op.id !== "matmul" || !isDivided(right)) return undefined;
  const { blocks, axis } = right;
  if (axis === 1) {
    const products = blocks.map((block) => matmul(left, block));
    return concat(products, -1);
  }
  let end = 0;
  return blocks
    .map((block) => {
      const start = end;
      end += block.shape[0] as number;
      return matmul(slice(left, -1, start, end), block);
    })
    .reduce(add);
}
