import { describe, expect, test } from "vitest";
import { PalimpsestError, seededRandom } from "../base";
import { rawSafetensors, safetensorsOf } from "../testing/tiny";
import { parseSafetensorsHeader, readSafetensors, writeSafetensors } from "./bundle";
import { float32, float64, int32, int64, tensor, type TensorBundle } from "./tensor";

const BUNDLE: TensorBundle = {
  weight: float32([2, 3], [1, -2, 3.5, 0, 1e-20, 1e20]),
  "a name, with marks": int32([2], [-1, 7]),
  scalar: float32([], [0.25]),
  empty: float32([0, 4], []),
  big: int64([1], [2 ** 40]),
  exact: float64([2], Float64Array.of(1 + 1e-12, -Math.PI)),
  flags: tensor("bool", [3], Uint8Array.of(1, 0, 1)),
  half: tensor("float16", [1], Uint16Array.of(0x3c00)),
};

describe("round trip", () => {
  test("metadata that is null is none, as in the format's own reader", () => {
    const head = JSON.stringify({
      __metadata__: null,
      a: { dtype: "F32", shape: [1], data_offsets: [0, 4] },
    });
    const { bundle, metadata } = readSafetensors(safetensorsOf(head, [new Uint8Array(4)]));
    expect([Object.keys(bundle), metadata]).toEqual([["a"], {}]);
  });

  test("every dtype, shape and name comes back, and so does the metadata", () => {
    const { bundle, metadata } = readSafetensors(writeSafetensors(BUNDLE, { z: "last", a: "Zürich" }));
    expect(Object.keys(bundle).sort()).toEqual(Object.keys(BUNDLE).sort());
    for (const [name, tensor] of Object.entries(BUNDLE)) expect(bundle[name]).toEqual(tensor);
    expect(metadata).toEqual({ a: "Zürich", z: "last" });
  });

  test("bytes do not depend on the order in which things were put in", () => {
    const reversed = Object.fromEntries(Object.entries(BUNDLE).reverse());
    expect(writeSafetensors(reversed, { b: "2", a: "1" })).toEqual(
      writeSafetensors(BUNDLE, { a: "1", b: "2" }),
    );
  });

  test("tensors start at a multiple of eight", () => {
    for (const name of ["a", "ab", "abc", "abcd"]) {
      const bytes = writeSafetensors({ [name]: float32([1], [1]) });
      expect(parseSafetensorsHeader(bytes, bytes.byteLength).headerBytes % 8).toBe(0);
    }
  });

  test("a view at an odd address is read", () => {
    const bytes = writeSafetensors(BUNDLE);
    const shifted = new Uint8Array(bytes.byteLength + 1);
    shifted.set(bytes, 1);
    expect(readSafetensors(shifted.subarray(1)).bundle.weight).toEqual(BUNDLE.weight);
  });
});

function failureOf(bytes: Uint8Array): PalimpsestError {
  try {
    readSafetensors(bytes, "model.safetensors");
  } catch (error) {
    expect(error, String(error)).toBeInstanceOf(PalimpsestError);
    return error as PalimpsestError;
  }
  return expect.fail("the file was read");
}

describe("files that lie", () => {
  const entry = (dtype: unknown, shape: unknown, offsets: unknown) => ({
    dtype,
    shape,
    data_offsets: offsets,
  });
  const file = (header: unknown, dataBytes = 16) =>
    safetensorsOf(JSON.stringify(header), [new Uint8Array(dataBytes)]);
  const whole = writeSafetensors(BUNDLE);
  const tooLong = new Uint8Array(64);
  new DataView(tooLong.buffer).setBigUint64(0, 2n ** 60n, true);

  test.each<[string, Uint8Array]>([
    ["an empty file", new Uint8Array(0)],
    ["seven bytes", new Uint8Array(7)],
    ["a header longer than any file", tooLong],
    ["a header cut short", whole.slice(0, 40)],
    ["data cut short", whole.slice(0, whole.byteLength - 1)],
    ["a header that is not JSON", safetensorsOf("{nonsense")],
    ["a header that is not UTF-8", rawHeader(Uint8Array.of(0x7b, 0xff, 0x7d))],
    ["a header that is a list", file([])],
    ["a header that is null", file(null)],
    ["an entry that is null", file({ a: null })],
    ["an entry without a shape", file({ a: { dtype: "F32", data_offsets: [0, 4] } })],
    ["a negative size", file({ a: entry("F32", [-1, -1], [0, 4]) })],
    ["a fractional size", file({ a: entry("F32", [0.5, 2], [0, 4]) })],
    ["offsets outside the file", file({ a: entry("F32", [8], [0, 32]) })],
    ["offsets before the data", file({ a: entry("F32", [1], [-4, 0]) })],
    ["offsets that run backwards", file({ a: entry("F32", [1], [4, 0]) })],
    ["offsets that are no numbers", file({ a: entry("F32", [1], ["0", "4"]) })],
    ["a size that disagrees with the shape", file({ a: entry("F32", [3], [0, 4]) })],
    ["two tensors that overlap", file({ a: entry("F32", [2], [0, 8]), b: entry("F32", [2], [4, 12]) })],
    ["a shape whose size overflows", file({ a: entry("F32", [2 ** 52, 2 ** 52, 2 ** 52], [0, 16]) })],
    ["metadata that is no object", file({ __metadata__: "text", a: entry("F32", [1], [0, 4]) })],
    ["metadata that is a number by name", file({ __metadata__: { deltas: 1 } })],
  ])("%s is an integrity error that names the file", (_, bytes) => {
    const { code, message } = failureOf(bytes);
    expect(code).toBe("integrity");
    expect(message).toContain("model.safetensors");
  });

  test.each(["F8_E4M3", "U16", "C64"])(
    "dtype %s is unsupported, and the readable ones are listed",
    (dtype) => {
      const { code, hint, message } = failureOf(file({ a: entry(dtype, [4], [0, 4]) }));
      expect(code).toBe("unsupported");
      expect(message).toContain(dtype);
      expect(hint).toContain("F32");
    },
  );

  test("bfloat16 has no array of ours, so a bundle refuses it", () => {
    expect(
      failureOf(rawSafetensors({ a: { dtype: "BF16", shape: [1], bytes: new Uint8Array(2) } })).code,
    ).toBe("unsupported");
  });

  test("an entry named like a property of every object is an entry", () => {
    const bytes = rawSafetensors({ constructor: { dtype: "F32", shape: [1], bytes: new Uint8Array(4) } });
    expect(readSafetensors(bytes).bundle.constructor).toEqual(float32([1], [0]));
  });
});

function rawHeader(header: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + header.byteLength);
  bytes[0] = header.byteLength;
  bytes.set(header, 8);
  return bytes;
}

test("random bytes, and sound files with bytes changed, fail only in the ways that are declared", () => {
  const random = seededRandom("fuzz");
  const sound = writeSafetensors(BUNDLE, { key: "value" });
  for (let round = 0; round < 2000; round++) {
    let bytes: Uint8Array;
    if (round % 2 === 0) {
      bytes = Uint8Array.from({ length: random.integer(200) }, () => random.integer(256));
      if (bytes.byteLength >= 8 && random.uniform() < 0.5) bytes.fill(0, 1, 8); // a believable header length
    } else {
      bytes = sound.slice();
      for (let change = 0; change <= random.integer(4); change++)
        bytes[random.integer(bytes.byteLength)] = random.integer(256);
    }
    try {
      readSafetensors(bytes);
    } catch (error) {
      if (!(error instanceof PalimpsestError)) throw error;
      expect(["integrity", "unsupported"]).toContain(error.code);
    }
  }
});
