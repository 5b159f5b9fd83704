import { expect, test } from "vitest";
import { hashJson, sha256 } from "./hash";
import { canonicalJson, isJson, parseJson } from "./json";

test("the order of keys does not matter, the order of lists does", async () => {
  expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
  expect(await hashJson({ b: 1, a: 2 })).toBe(await hashJson({ a: 2, b: 1 }));
  expect(await hashJson([1, 2])).not.toBe(await hashJson([2, 1]));
});

test("undefined members are left out, and undefined items become null", () => {
  expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
});

test("the spelling is JSON and reads back", () => {
  const value = { 'quo"te': "Zürich 北京 🎉", nested: [{ x: -0.5e-7 }, true, ""] };
  expect(JSON.parse(canonicalJson(value))).toEqual(value);
});

test.each([NaN, Infinity, -Infinity])("%s is refused, at any depth", (value) => {
  expect(() => canonicalJson({ a: [value] })).toThrow(TypeError);
});

test.each([{}, [], "", 0, false, null, { a: [{ b: null, c: [1, "2"] }] }, Object.create(null)])(
  "JSON can say %j",
  (value) => expect(isJson(value)).toBe(true),
);

test.each([undefined, NaN, -Infinity, 1n, Symbol("a"), () => 1, new Date(0), new Map(), new Float32Array(1)])(
  "JSON cannot say %s, at any depth",
  (value) => {
    expect(isJson(value)).toBe(false);
    expect(isJson({ a: [{ b: value }] })).toBe(false);
  },
);

test("an address is the sha-256 of the bytes", async () => {
  expect(await sha256(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("a text from outside is read unless it is nested so deep that walking its value would fail", () => {
  const nested = (levels: number) => `{"a":${"[".repeat(levels)}"]}\\\"{"${"]".repeat(levels)}}`;
  expect(parseJson(nested(150))).toEqual(JSON.parse(nested(150)));
  expect(() => parseJson(nested(100_000))).toThrow(SyntaxError);
  expect(parseJson(JSON.stringify("[".repeat(5_000)))).toHaveLength(5_000);
  expect(() => parseJson("[1,")).toThrow(SyntaxError);
});
