#!/bin/bash
# onnxruntime-web and onnxruntime-node 1.30.0 (npm): Softmax over a vocabulary loses part of the tail beside one certain token,
# more of it in WebAssembly than natively.
#
# The kernel adds all exponentials in float32, one after another in as many lanes as a vector has. In the lane that holds the
# 1 of the largest logit, each small term is rounded to a step of 2^-23. With one logit of 0 and 5,999 of -15.8 (a confident
# answer of a language model), 1 - p of the first is 8.2389e-4 exactly, and the outputs say:
#
#     onnxruntime-node, x64 with AVX-512   8.17e-4    the outputs add up to 1.0000068
#     onnxruntime-web, wasm                7.97e-4    the outputs add up to 1.000027
#
# So confidences, calibration and gradients that depend on 1 - p differ by percents between a server and a browser, and from
# PyTorch (2.13, CPU: as onnxruntime-node). Logits and Log-Softmax of the other tokens are not affected.
#
# Exits with 1 when the output of WebAssembly comes within 1 % of the exact value, or the native one is no longer nearer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-web@1.30.0 onnxruntime-node@1.30.0
cat >run.mjs <<'JS'
import native from "onnxruntime-node";
import * as web from "onnxruntime-web";

// One Softmax as an ONNX file: fields of protobuf are numbers (varints) or blocks.
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const number = (field, n) => [...varint(field << 3), ...varint(n)];
const block = (field, inner) => [...varint((field << 3) | 2), ...varint(inner.length), ...inner];
const text = (field, words) => block(field, [...new TextEncoder().encode(words)]);
const VOCABULARY = 6000;
const shape = [1, VOCABULARY].flatMap((size) => block(1, number(1, size)));
const float32 = [...number(1, 1), ...block(2, shape)];
const value = (name) => [...text(1, name), ...block(2, block(1, float32))];
const node = [...text(1, "logits"), ...text(2, "p"), ...text(4, "Softmax")];
const graph = [...block(1, node), ...text(2, "g"), ...block(11, value("logits")), ...block(12, value("p"))];
const model = Uint8Array.from([...number(1, 8), ...block(7, graph), ...block(8, number(2, 13))]);

const logits = new Float32Array(VOCABULARY).fill(-15.8);
logits[0] = 0;
const tail = logits.subarray(1).reduce((sum, logit) => sum + Math.exp(logit), 0);
const exact = tail / (1 + tail);
const lost = {};
for (const [name, ort, options] of [
  ["node", native, {}],
  ["web", web, { executionProviders: ["wasm"] }],
]) {
  const session = await ort.InferenceSession.create(model, options);
  const { p } = await session.run({ logits: new ort.Tensor("float32", logits, [1, VOCABULARY]) });
  lost[name] = 1 - (1 - p.data[0]) / exact;
  console.log(name, "1 - p:", (1 - p.data[0]).toExponential(3), "lost:", `${(100 * lost[name]).toFixed(1)} %`);
}
console.log("exact 1 - p:", exact.toExponential(4));
process.exit(lost.web > 0.01 && lost.node < lost.web ? 0 : 1);
JS
node run.mjs
