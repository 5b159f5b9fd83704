/**
 * Files as torch.save writes them: a zip archive without compression, whose data.pkl is a pickle of plain values and tensors,
 * and whose data/0, data/1, … are the numbers of these. Lenses are published in it. Only what such files need is read: a pickle
 * is a program, and one that asks for anything but tensors is refused.
 */
import { PalimpsestError } from "../../base";
import {
  bfloat16ToFloat32,
  bytesOf,
  float16ToFloat32,
  float32,
  float32ToFloat16,
  sizeOf,
  type Tensor,
} from "../../tensor";

/** A value of such a file. Keys of dictionaries are texts here. */
export type TorchValue =
  | string
  | number
  | boolean
  | null
  | readonly TorchValue[]
  | { readonly [key: string]: TorchValue }
  | Tensor<"float32">;

const FOLDER = "archive";
const STORAGES: Readonly<Record<string, { readonly bytes: number; read(bytes: Uint8Array): Float32Array }>> =
  {
    HalfStorage: { bytes: 2, read: (bytes) => float16ToFloat32(new Uint16Array(aligned(bytes))) },
    BFloat16Storage: {
      bytes: 2,
      read: (bytes) => bfloat16ToFloat32(new Uint16Array(aligned(bytes))),
    },
    FloatStorage: { bytes: 4, read: (bytes) => new Float32Array(aligned(bytes)) },
  };

/** Tensors are written as float16. Whole numbers in `numbers` keys of a dictionary are written as such. */
export function writeTorchFile(value: TorchValue): Uint8Array<ArrayBuffer> {
  const storages: Uint8Array[] = [];
  const pickle = pickled(value, storages);
  return zipped([
    [`${FOLDER}/data.pkl`, pickle],
    [`${FOLDER}/byteorder`, utf8("little")],
    ...storages.map((bytes, i): [string, Uint8Array] => [`${FOLDER}/data/${i}`, bytes]),
    [`${FOLDER}/version`, utf8("3\n")],
  ]);
}

/** Throws `unsupported` for what is no such file, or holds anything but plain values and tensors. */
export function readTorchFile(bytes: Uint8Array): TorchValue {
  const files = unzipped(bytes);
  const name = [...files.keys()].find((path) => path.endsWith("/data.pkl"));
  if (name === undefined) throw refused("It holds no data.pkl.");
  const folder = name.slice(0, -"data.pkl".length);
  return unpickled(files.get(name) as Uint8Array, (storage) => {
    const found = files.get(`${folder}data/${storage}`);
    if (!found) throw refused(`The numbers of tensor ${storage} are missing.`);
    return found;
  });
}

function refused(why: string): PalimpsestError {
  return new PalimpsestError("unsupported", `This is no file of tensors as PyTorch writes them. ${why}`, {
    hint: "Choose a lens file (.pt) that torch.save wrote with a recent version.",
    details: { field: "file" },
  });
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const aligned = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/** Whether a key is written as a number, as torch's dictionaries by layer have them. */
const isNumber = (key: string): boolean => /^(0|[1-9]\d*)$/.test(key);

function isTensor(value: TorchValue): value is Tensor<"float32"> {
  return (
    typeof value === "object" && value !== null && "dtype" in value && "shape" in value && "data" in value
  );
}

function pickled(value: TorchValue, storages: Uint8Array[]): Uint8Array {
  const parts: (Uint8Array | readonly number[])[] = [[0x80, 2]];
  const code = (...text: string[]) => parts.push(utf8(text.join("")));
  const uint = (n: number) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255];
  const text = (words: string) => {
    const bytes = utf8(words);
    code("X");
    parts.push(uint(bytes.length), bytes);
  };
  const integer = (n: number) => {
    code("J");
    parts.push(uint(n));
  };
  const integers = (list: readonly number[]) => {
    code("(");
    list.forEach(integer);
    code("t");
  };
  const put = (one: TorchValue): void => {
    if (typeof one === "string") text(one);
    else if (typeof one === "boolean") parts.push([one ? 0x88 : 0x89]);
    else if (one === null) code("N");
    else if (typeof one === "number") {
      if (!Number.isInteger(one)) {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setFloat64(0, one);
        code("G");
        parts.push(bytes);
      } else integer(one);
    } else if (Array.isArray(one)) {
      code("](");
      one.forEach(put);
      code("e");
    } else if (isTensor(one)) putTensor(one);
    else {
      code("}(");
      for (const [key, entry] of Object.entries(one)) {
        if (isNumber(key)) integer(Number(key));
        else text(key);
        put(entry as TorchValue);
      }
      code("u");
    }
  };
  const putTensor = ({ shape, data }: Tensor<"float32">) => {
    code("ctorch._utils\n_rebuild_tensor_v2\n", "((");
    text("storage");
    code("ctorch\nHalfStorage\n");
    text(String(storages.length));
    text("cpu");
    integer(data.length);
    code("tQ"); // the storage, by its name
    integer(0);
    integers(shape);
    integers(shape.map((_, axis) => sizeOf(shape.slice(axis + 1))));
    parts.push([0x89]); // needs no gradient
    code("ccollections\nOrderedDict\n", ")R", "tR");
    storages.push(bytesOf({ dtype: "float16", shape, data: float32ToFloat16(data) } as unknown as Tensor));
  };
  put(value);
  code(".");
  return joined(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))));
}

/** A tensor that is still to be read, or a class by its name. */
interface Named {
  readonly global: string;
}
const MARK = Symbol("mark");

/** The stack machine of a pickle, with the opcodes that plain values and tensors need. */
function unpickled(bytes: Uint8Array, storage: (name: string) => Uint8Array): TorchValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = 0;
  const byte = () => bytes[at++];
  const word = () => view.getUint32((at += 4) - 4, true);
  const take = (count: number) => new TextDecoder().decode(bytes.subarray(at, (at += count)));
  const line = () => {
    const end = bytes.indexOf(10, at);
    const text = new TextDecoder().decode(bytes.subarray(at, end));
    at = end + 1;
    return text;
  };
  const sinceMark = () => stack.splice(stack.lastIndexOf(MARK)).slice(1);
  const top = () => stack[stack.length - 1];
  const setAll = (pairs: readonly unknown[]) => {
    const target = top() as Record<string, unknown>;
    for (let i = 0; i < pairs.length; i += 2) target[String(pairs[i])] = pairs[i + 1];
  };
  const call = () => {
    const [named, given] = stack.splice(-2) as [Named, unknown[]];
    if (named.global === "collections.OrderedDict") return stack.push({});
    if (named.global !== "torch._utils._rebuild_tensor_v2") throw refused(`It asks for ${named.global}.`);
    return stack.push(rebuilt(given, storage));
  };
  for (;;) {
    if (at >= bytes.length) throw refused("Its pickle has no end.");
    const op = byte();
    switch (String.fromCharCode(op)) {
      case ".":
        return stack.pop() as TorchValue;
      case "(":
        stack.push(MARK);
        break;
      case "}":
        stack.push({});
        break;
      case "]":
        stack.push([]);
        break;
      case ")":
        stack.push([]);
        break;
      case "t":
        stack.push(sinceMark());
        break;
      case "u":
        setAll(sinceMark());
        break;
      case "s":
        setAll(stack.splice(-2));
        break;
      case "e": {
        const items = sinceMark();
        (top() as unknown[]).push(...items);
        break;
      }
      case "a": {
        const item = stack.pop();
        (top() as unknown[]).push(item);
        break;
      }
      case "X":
        stack.push(take(word()));
        break;
      case "J":
        stack.push(view.getInt32((at += 4) - 4, true));
        break;
      case "K":
        stack.push(byte());
        break;
      case "M":
        stack.push(view.getUint16((at += 2) - 2, true));
        break;
      case "G":
        stack.push(view.getFloat64((at += 8) - 8));
        break;
      case "N":
        stack.push(null);
        break;
      case "c":
        stack.push({ global: `${line()}.${line()}` } satisfies Named);
        break;
      case "Q":
        break; // the name of a storage is used as it stands
      case "R":
        call();
        break;
      case "b":
        stack.pop(); // the state of an ordered dictionary
        break;
      case "q":
        memo.set(byte(), top());
        break;
      case "r":
        memo.set(word(), top());
        break;
      case "h":
        stack.push(memo.get(byte()));
        break;
      case "j":
        stack.push(memo.get(word()));
        break;
      default:
        if (op === 0x80) at++;
        else if (op === 0x95) at += 8;
        else if (op === 0x94) memo.set(memo.size, top());
        else if (op === 0x88 || op === 0x89) stack.push(op === 0x88);
        else if (op === 0x8c) stack.push(take(byte()));
        else if (op === 0x8a) stack.push(wide(bytes.subarray(at + 1, (at += 1 + bytes[at]))));
        else if (op >= 0x85 && op <= 0x87) stack.push(stack.splice(-(op - 0x84)));
        else if (op === 0x93) {
          const [module, name] = stack.splice(-2) as [string, string];
          stack.push({ global: `${module}.${name}` } satisfies Named);
        } else throw refused(`Its pickle has an instruction (${op}) that no tensor needs.`);
    }
  }
}

function wide(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** The arguments of `_rebuild_tensor_v2`: the storage, where the tensor begins in it, its shape and strides. */
function rebuilt(given: readonly unknown[], storage: (name: string) => Uint8Array): Tensor<"float32"> {
  const [[, kind, name], offset, shape, strides] = given as [
    [string, Named, string],
    number,
    readonly number[],
    readonly number[],
  ];
  const form = STORAGES[kind.global.replace(/^torch\./, "")];
  if (!form) throw refused(`Its numbers are a ${kind.global}.`);
  const isPlain = strides.every(
    (stride, axis) => shape[axis] <= 1 || stride === sizeOf(shape.slice(axis + 1)),
  );
  if (!isPlain) throw refused("Its tensors are not stored row by row.");
  const bytes = storage(name);
  const start = offset * form.bytes;
  const end = start + sizeOf(shape) * form.bytes;
  if (end > bytes.length) throw refused(`The numbers of tensor ${name} are cut off.`);
  return float32(shape, form.read(bytes.subarray(start, end)));
}

/** Bytes behind each other. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A zip archive without compression; its files begin at multiples of 64 bytes, as torch reads them fastest. */
function zipped(files: readonly (readonly [path: string, bytes: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const push = (part: Uint8Array) => {
    parts.push(part);
    at += part.length;
  };
  for (const [path, bytes] of files) {
    const name = utf8(path);
    const checksum = crc32(bytes);
    const pad = (64 - ((at + 30 + name.length + 4) % 64)) % 64;
    const start = at;
    const common = (head: DataView, offset: number) => {
      head.setUint16(offset, 20, true); // version needed
      head.setUint16(offset + 8, 0x21, true); // the first day that zip knows
      head.setUint32(offset + 10, checksum, true);
      head.setUint32(offset + 14, bytes.length, true);
      head.setUint32(offset + 18, bytes.length, true);
      head.setUint16(offset + 22, name.length, true);
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    common(local, 4);
    local.setUint16(28, 4 + pad, true);
    const extra = new Uint8Array(4 + pad);
    extra.set([0x46, 0x42, pad & 255, pad >> 8]); // "FB", as torch names its padding
    push(new Uint8Array(local.buffer));
    push(name);
    push(extra);
    push(bytes);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    common(entry, 6);
    entry.setUint32(42, start, true);
    directory.push(new Uint8Array(entry.buffer), name);
  }
  const listed = joined(directory);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, listed.length, true);
  end.setUint32(16, at, true);
  return joined([...parts, listed, new Uint8Array(end.buffer)]);
}

/** The files of an archive by path. Throws `unsupported` for compressed ones. */
function unzipped(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw refused("It is no zip archive.");
  const files = new Map<string, Uint8Array>();
  let [count, at] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (at === 0xffffffff || count === 0xffff) {
    const wideEnd = Number(view.getBigUint64(end - 20 + 8, true));
    [count, at] = [
      Number(view.getBigUint64(wideEnd + 32, true)),
      Number(view.getBigUint64(wideEnd + 48, true)),
    ];
  }
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== 0x02014b50) throw refused("Its list of files is damaged.");
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    let [size, start] = [view.getUint32(at + 24, true), view.getUint32(at + 42, true)];
    // Sizes beyond four gigabytes stand in the extra field, in this order.
    let wider = at + 46 + nameLength + 4;
    const next = () => Number(view.getBigUint64((wider += 8) - 8, true));
    if (size === 0xffffffff) size = next();
    if (view.getUint32(at + 20, true) === 0xffffffff) next();
    if (start === 0xffffffff) start = next();
    if (view.getUint16(at + 10, true) !== 0) throw refused("Its files are compressed.");
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    files.set(path, bytes.subarray(from, from + size));
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return files;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
