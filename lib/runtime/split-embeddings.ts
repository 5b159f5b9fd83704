/**
 * Splits large embeddings into row blocks, so that at most one block is buffered while the runtime copies weights: an
 * embedding can be a third of a model. A program that only gathers rows of a table, or multiplies by it, can do so block by
 * block.
 */
import {
  add,
  concat,
  createGraph,
  float32,
  gatherFromBlocks,
  matmul,
  rowBlock,
  sizeOf,
  slice,
  transpose,
  type Node,
  type Program,
  type Value,
} from "../tensor";
import { checked, frozenSize } from "./onnx/weight";
import type { WeightSource } from "./runtime";

/** A table larger than this is split, into blocks of up to this size or of one row. */
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
 * An equivalent program that reads blocks, and the source of the blocks. A weight stays whole when it is live or read in
 * any other way. All weights stay whole when the source cannot be read synchronously.
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
    return (name: string, into: Float32Array | Uint8Array, from = 0): readonly number[] => {
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

/** The fewest possible blocks; all but the last have equal numbers of rows. */
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

/** The program with a table read from blocks; undefined when one of its nodes cannot read blocks. */
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

/** The result of a node that reads a split matrix: rows, the transposed matrix, or a product with the matrix on the right. */
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
    if (op.id === "gather" && axis === 0) return gatherFromBlocks(blocks.map(rowBlock), right as Value);
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
