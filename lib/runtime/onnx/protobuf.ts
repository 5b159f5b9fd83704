/**
 * Just enough of the protobuf wire format to write a message: varints, fixed-width and length-delimited fields.
 * Large byte fields are kept as they are and copied once, when the message is finished.
 */
export interface Message {
  varint(field: number, value: number | bigint): Message;
  text(field: number, value: string): Message;
  bytes(field: number, value: Uint8Array): Message;
  message(field: number, value: Message): Message;
  readonly size: number;
  writeTo(target: Uint8Array, offset: number): number;
}

type Part = Uint8Array | Message;

export function message(): Message {
  const parts: Part[] = [];
  let size = 0;
  const push = (part: Part, bytes: number) => {
    parts.push(part);
    size += bytes;
  };
  const self: Message = {
    varint(field, value) {
      const bytes = Uint8Array.from([...varint(field << 3), ...varint(value)]);
      push(bytes, bytes.length);
      return self;
    },
    text: (field, value) => self.bytes(field, new TextEncoder().encode(value)),
    bytes(field, value) {
      const head = Uint8Array.from([...varint((field << 3) | 2), ...varint(value.byteLength)]);
      push(head, head.length);
      push(value, value.byteLength);
      return self;
    },
    message(field, value) {
      const head = Uint8Array.from([...varint((field << 3) | 2), ...varint(value.size)]);
      push(head, head.length);
      push(value, value.size);
      return self;
    },
    get size() {
      return size;
    },
    writeTo(target, offset) {
      for (const part of parts) {
        if (part instanceof Uint8Array) {
          target.set(part, offset);
          offset += part.byteLength;
        } else {
          offset = part.writeTo(target, offset);
        }
      }
      return offset;
    },
  };
  return self;
}

export function finish(root: Message): Uint8Array {
  const bytes = new Uint8Array(root.size);
  root.writeTo(bytes, 0);
  return bytes;
}

function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}
