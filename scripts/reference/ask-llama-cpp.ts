/**
 * What llama.cpp says of a GGUF file, for comparing exports with it: ids of each prompt, and the greedy continuation. Run by
 * hand, because the product does without the package; its prebuilt llama.cpp comes inside it:
 *
 *     npm install --prefix /tmp/llama --ignore-scripts node-llama-cpp@3.22.1
 *     npx tsx scripts/reference/ask-llama-cpp.ts /tmp/llama model.gguf 24 "The capital of Japan is" …
 */
import path from "node:path";
import { pathToFileURL } from "node:url";

interface LlamaModel {
  tokenize(text: string, special: boolean): number[];
  detokenize(tokens: readonly number[]): string;
  isEogToken(token: number): boolean;
  createContext(options: object): Promise<{ getSequence(): Sequence }>;
}

interface Sequence {
  evaluate(tokens: readonly number[], options: object): AsyncIterable<number>;
  dispose(): void;
}

interface LlamaCpp {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<LlamaModel> }>;
}

const [installed, file, count, ...prompts] = process.argv.slice(2);
const entry = path.resolve(installed, "node_modules/node-llama-cpp/dist/index.js");
const { getLlama } = (await import(pathToFileURL(entry).href)) as LlamaCpp;
const llama = await getLlama({ gpu: false, build: "never", logLevel: "error" });
const model = await llama.loadModel({ modelPath: path.resolve(file) });
const context = await model.createContext({
  contextSize: 256,
  flashAttention: false,
  // Several threads wait for each other by spinning, which takes minutes a token on a machine that others use.
  threads: 1,
  // Keys and values are kept as halves otherwise, which changes a token here and there of a model in float32.
  experimentalKvCacheKeyType: "F32",
  experimentalKvCacheValueType: "F32",
});
for (const prompt of prompts) {
  const sequence = context.getSequence();
  const ids = model.tokenize(prompt, true);
  const greedy: number[] = [];
  for await (const token of sequence.evaluate(ids, { temperature: 0 })) {
    if (greedy.length >= Number(count) || model.isEogToken(token)) break;
    greedy.push(token);
  }
  sequence.dispose();
  console.log(JSON.stringify({ prompt, ids, greedy, text: model.detokenize(greedy) }));
}
process.exit(0);
