/**
 * A program as the bytes of an ONNX model. Field numbers are those of onnx.proto (ONNX IR version 8, operator set 17, which
 * every backend of onnxruntime covers). Frozen parameters and constants become initializers; live parameters and inputs
 * become graph inputs. Large weights are external data beside the model: they are not copied into it, and a protobuf
 * message is limited to 2 GB.
 */
import { ShapeError, type JsonValue } from "../../base";
import { bytesOf, type DType, type Dim, type Program, type Tensor, type Value } from "../../tensor";
import type { WeightSource } from "../runtime";
import { LazyExternalData, type LateWeights } from "./lazy-weights";
import { frozenSize, readChecked } from "./weight";
import { finish, message, type Message } from "./protobuf";

const IR_VERSION = 8;
const OPSET = 17;
const DATA_TYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

interface OnnxModel {
  readonly bytes: Uint8Array;
  /** Each weight as a file of its own, by its path in the model. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** Weights up to this many bytes are part of the model. */
const LARGEST_INSIDE = 1024;

/** With `late`, large weights are read through it when their bytes are asked for, and otherwise before this returns. */
export async function emitOnnx(
  program: Program,
  frozen: WeightSource,
  late?: LateWeights,
): Promise<OnnxModel> {
  const { names, copies } = nameValues(program);
  const nameOf = (value: Value) => names.get(value) as string;
  const graph = message();
  const externalData: { path: string; data: Uint8Array }[] = [];

  let extra = 0;
  const tails: Message[] = [];
  program.nodes.forEach((node, i) => {
    const form = node.op.emitFor?.(node.inputs, node.attributes) ?? node.op.emit?.(node.attributes);
    const proto = message();
    for (const input of node.inputs) proto.text(1, nameOf(input));
    for (const tail of form?.tail ?? []) {
      const name = `tail_${extra++}`;
      tails.push(tensorProto(name, tail));
      proto.text(1, name);
    }
    for (const output of node.outputs) proto.text(2, nameOf(output));
    proto.text(3, `${node.op.id}_${i}`).text(4, node.op.name);
    if (node.op.domain) proto.text(7, node.op.domain);
    const attributes = form ? (form.attributes ?? {}) : (node.attributes as Record<string, JsonValue>);
    for (const [name, value] of Object.entries(attributes)) proto.message(5, attributeProto(name, value));
    graph.message(1, proto);
  });
  for (const [name, source] of copies) {
    graph.message(1, message().text(1, source).text(2, name).text(3, `copy_${name}`).text(4, "Identity"));
  }

  graph.text(2, "palimpsest");
  for (const tail of tails) graph.message(5, tail);
  for (const [value, tensor] of program.constants) graph.message(5, tensorProto(nameOf(value), tensor));
  for (const [name, { value, binding }] of program.parameters) {
    if (binding === "live") {
      graph.message(11, valueInfo(nameOf(value), value));
      continue;
    }
    const sizeBytes = frozenSize(value);
    if (sizeBytes <= LARGEST_INSIDE) {
      graph.message(5, tensorProto(name, await readChecked(frozen, name, value)));
      continue;
    }
    const data = late
      ? new LazyExternalData(sizeBytes, () => late.read(name, value))
      : bytesOf(await readChecked(frozen, name, value));
    graph.message(5, externalProto(name, value, sizeBytes));
    externalData.push({ path: name, data });
  }
  for (const value of program.inputs.values()) graph.message(11, valueInfo(nameOf(value), value));
  for (const [name, value] of program.outputs) graph.message(12, valueInfo(name, value));
  // A buffer is used again where its shape is known to be the same. onnxruntime infers few of the shapes behind a Reshape, and
  // looks through all buffers that it could not use again at every value: of a long program that was most of its preparation.
  const outputs = new Set(program.outputs.values());
  for (const value of program.nodes.flatMap((node) => node.outputs))
    if (!outputs.has(value)) graph.message(13, valueInfo(nameOf(value), value));

  const opset = message().varint(2, OPSET);
  const model = message().varint(1, IR_VERSION).text(2, "palimpsest").message(7, graph).message(8, opset);
  for (const domain of new Set(program.nodes.flatMap(({ op }) => op.domain ?? [])))
    model.message(8, message().text(1, domain).varint(2, 1));
  return { bytes: finish(model), externalData };
}

interface Names {
  readonly names: ReadonlyMap<Value, string>;
  /** Further outputs of a value that is one already: name to the first one's. */
  readonly copies: ReadonlyMap<string, string>;
}

/** Inputs, parameters and outputs keep their names; everything else is numbered. */
function nameValues(program: Program): Names {
  const names = new Map<Value, string>();
  const copies = new Map<string, string>();
  for (const [name, value] of program.inputs) names.set(value, name);
  for (const [name, { value }] of program.parameters) names.set(value, name);
  for (const value of program.constants.keys()) names.set(value, `constant_${value.id}`);
  for (const node of program.nodes)
    for (const output of node.outputs) names.set(output, `value_${output.id}`);
  for (const [name, value] of program.outputs) {
    const known = names.get(value);
    if (known === undefined || known.startsWith("value_")) names.set(value, name);
    else if (program.outputs.get(known) === value) copies.set(name, known);
    else throw new ShapeError(`output ${name} is ${known} itself; an output must be computed`);
  }
  return { names, copies };
}

function tensorProto(name: string, tensor: Tensor): Message {
  return tensorHead(name, tensor).bytes(9, bytesOf(tensor));
}

/** A tensor whose data is the whole of the file at the path of its name. */
function externalProto(name: string, { dtype, shape }: Value, sizeBytes: number): Message {
  const proto = tensorHead(name, { dtype, shape: shape as readonly number[] });
  for (const [key, text] of [
    ["location", name],
    ["length", String(sizeBytes)],
  ]) {
    proto.message(13, message().text(1, key).text(2, text));
  }
  return proto.varint(14, 1);
}

function tensorHead(name: string, { shape, dtype }: Pick<Tensor, "shape" | "dtype">): Message {
  const proto = message();
  for (const size of shape) proto.varint(1, size);
  return proto.varint(2, DATA_TYPE[dtype]).text(8, name);
}

function valueInfo(
  name: string,
  { dtype, shape }: { readonly dtype: DType; readonly shape: readonly Dim[] },
): Message {
  const dims = message();
  for (const size of shape) {
    dims.message(1, typeof size === "number" ? message().varint(1, size) : message().text(2, size));
  }
  const tensorType = message().varint(1, DATA_TYPE[dtype]).message(2, dims);
  return message().text(1, name).message(2, message().message(1, tensorType));
}

/** Our ops need only integers and lists of integers. */
function attributeProto(name: string, value: JsonValue): Message {
  const proto = message().text(1, name);
  if (typeof value === "number") return proto.varint(3, value).varint(20, 2);
  if (Array.isArray(value)) {
    for (const item of value) proto.varint(8, item as number);
    return proto.varint(20, 7);
  }
  throw new ShapeError(`attribute ${name} is neither an integer nor a list of integers`);
}
